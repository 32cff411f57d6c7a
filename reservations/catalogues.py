"""What the files of ``fixtures/reference`` say of this room: legal clocks."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from network.catalogues.further import Further, add
from network.catalogues.records import Bilingual, Dated, Record, ShortText
from reservations.models.clock_rule import (
    ClockRule,
    Consequence,
    Duty,
    Incompleteness,
    LawBasis,
    RequestKind,
    StartEvent,
    Step,
)

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
    step: Step
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
