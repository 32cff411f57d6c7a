"""What ``fixtures/reference`` says of this room: clocks, grounds, remedies, checklists, tariffs."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from network.catalogues.further import Further, add
from network.catalogues.records import Bilingual, Dated, Record, ShortText
from reservations.models.checklist import ChecklistItem
from reservations.models.clock_rule import (
    ClockRule,
    Consequence,
    Duty,
    Incompleteness,
    LawBasis,
    LegalStep,
    StartEvent,
)
from reservations.models.legal_remedy import LegalRemedy
from reservations.models.refusal_ground import RefusalGround
from reservations.models.request_kind import RequestKind
from reservations.models.tariff import PricedUnit, Tariff

Amount = Annotated[int, Field(ge=1, le=120)]


class Duration(Record):
    """So many of a unit."""

    amount: Amount
    unit: Literal["working_days", "weeks", "months"]


class ClockRuleRecord(Bilingual, Dated):
    """A period of a law."""

    basis: LawBasis
    paragraph: ShortText
    kind: RequestKind
    step: LegalStep
    duty: Duty = Duty.CITY
    start: StartEvent
    takes: Duration
    extension: Duration | None = None
    incompleteness: Incompleteness
    consequence: Consequence = Consequence.BREACH
    warn_days: Annotated[int, Field(ge=0, le=60)] = 5
    verified: bool = True

    @model_validator(mode="after")
    def _restarts_with_completeness(self) -> Self:
        restarts = self.incompleteness == Incompleteness.RESTARTS
        if restarts != (self.start == StartEvent.COMPLETE):
            raise ValueError("clocks that start with completeness, and only they, restart with it")
        return self


class RefusalGroundRecord(Bilingual, Dated):
    """A ground on a closed list."""

    basis: LawBasis
    paragraph: ShortText
    shows_capacity: bool = False
    signed_by: Literal["access_officer", "road_officer"] = "access_officer"


def _refusal_ground(ground: RefusalGroundRecord) -> dict[str, Any]:
    same = ("name", "name_en", "basis", "paragraph", "shows_capacity")
    same += ("signed_by", "valid", "source")
    return {field: getattr(ground, field) for field in same}


class ChecklistRecord(Bilingual, Dated):
    """What a kind of request must contain."""

    kind: RequestKind
    position: Annotated[int, Field(ge=1, le=99)]
    required: bool


def _checklist_item(item: ChecklistRecord) -> dict[str, Any]:
    same = ("name", "name_en", "kind", "position", "required", "valid", "source")
    return {field: getattr(item, field) for field in same}


class TariffRecord(Bilingual, Dated):
    """Net prices of a kind of unit."""

    unit_kind: PricedUnit
    per_metre_year: Annotated[Decimal, Field(ge=0, max_digits=10, decimal_places=4)]
    one_off: Annotated[Decimal, Field(ge=0, max_digits=10, decimal_places=2)]
    minimum_months: Annotated[int, Field(ge=1, le=720)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    vat_percent: Annotated[Decimal, Field(ge=0, le=50, decimal_places=2)]


def _tariff(tariff: TariffRecord) -> dict[str, Any]:
    same = ("name", "name_en", "unit_kind", "per_metre_year", "one_off", "minimum_months")
    same += ("currency", "vat_percent", "valid", "source")
    return {field: getattr(tariff, field) for field in same}


class LegalRemedyRecord(Bilingual, Dated):
    """The end of a letter."""

    kind: RequestKind
    text: Annotated[str, Field(min_length=1, max_length=3_000)]
    verified: bool = True


def _legal_remedy(remedy: LegalRemedyRecord) -> dict[str, Any]:
    same = ("name", "name_en", "kind", "text", "valid", "source", "verified")
    return {field: getattr(remedy, field) for field in same}


def _clock_rule(rule: ClockRuleRecord) -> dict[str, Any]:
    same = ("name", "name_en", "basis", "paragraph", "kind", "step", "duty", "start")
    same += ("incompleteness", "consequence", "warn_days", "valid", "source", "verified")
    longer = rule.extension
    return {
        **{field: getattr(rule, field) for field in same},
        "amount": rule.takes.amount,
        "unit": rule.takes.unit,
        "extension_amount": longer.amount if longer else None,
        "extension_unit": longer.unit if longer else "",
    }


def declare() -> None:
    add(
        Further(
            file="clock_rules.toml",
            table="rules",
            record=ClockRuleRecord,
            model=ClockRule,
            values=_clock_rule,
        )
    )
    add(
        Further(
            file="refusal_grounds.toml",
            table="grounds",
            record=RefusalGroundRecord,
            model=RefusalGround,
            values=_refusal_ground,
        )
    )
    add(
        Further(
            file="checklists.toml",
            table="items",
            record=ChecklistRecord,
            model=ChecklistItem,
            values=_checklist_item,
        )
    )
    add(
        Further(
            file="tariffs.toml",
            table="tariffs",
            record=TariffRecord,
            model=Tariff,
            values=_tariff,
        )
    )
    add(
        Further(
            file="legal_remedies.toml",
            table="remedies",
            record=LegalRemedyRecord,
            model=LegalRemedy,
            values=_legal_remedy,
        )
    )
