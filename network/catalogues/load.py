"""Loads the catalogues into the database: by code, in one transaction, all or nothing."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import DatabaseError, models
from django.utils.translation import gettext as _

from assets.models import Cable, CableType, ColourScheme, Duct, DuctType, FrequencyPlan
from history.context import acting
from network.models import FillPolicy

from . import further, records
from .files import Catalogues, ReferenceDataError
from .upsert import REASON, Fixed, Outcome, Rows, put

DUCT_TYPE_FIXED = Fixed(
    fields=frozenset({"kind", "outer_mm", "wall_mm", "members"}),
    is_used=lambda kind: Duct.objects.filter(type_id=kind.pk).exists(),
)
CABLE_TYPE_FIXED = Fixed(
    fields=frozenset({"fibre_count", "tube_count", "outer_mm"}),
    is_used=lambda kind: Cable.objects.filter(type_id=kind.pk).exists(),
)


@dataclass(slots=True)
class Report:
    """Codes by kind of record and by what became of them."""

    codes: dict[type[models.Model], dict[Outcome, list[str]]] = field(default_factory=dict)

    def add(self, kind: type[models.Model], code: str, outcome: Outcome) -> None:
        """Note what became of one record."""
        self.codes.setdefault(kind, defaultdict(list))[outcome].append(code)

    def all_of(self, outcome: Outcome) -> list[str]:
        """Codes of every kind with one outcome."""
        return [code for outcomes in self.codes.values() for code in outcomes.get(outcome, [])]


def load(catalogues: Catalogues) -> Report:
    """Create and change what differs; raises ``ReferenceDataError`` and then changes nothing.

    Records that the files do not name are left alone: a city adds its own.
    """
    report = Report()
    with acting(None, reason=REASON):
        for write in (
            _colour_schemes,
            _duct_types,
            _cable_types,
            _fill_policies,
            _frequency_plans,
            _further,
        ):
            write(catalogues, report)
    return report


def _put(report: Report, kind: type[models.Model], code: str, *arguments, **options) -> None:
    """One record; what the database refuses is told by its code."""
    try:
        report.add(kind, code, put(kind, code, *arguments, **options))
    except DatabaseError as error:
        raise ReferenceDataError(
            _("%(code)s cannot be stored: %(reason)s")
            % {"code": code, "reason": str(error).strip().splitlines()[0]}
        ) from error


def _colour_schemes(catalogues: Catalogues, report: Report) -> None:
    for scheme in catalogues.colour_schemes:
        steps = [
            _colour_step(catalogues.colours, scheme, number)
            for number in range(1, scheme.count + 1)
        ]
        _put(
            report,
            ColourScheme,
            scheme.code,
            {"name": scheme.name, "source": scheme.source},
            Rows(relation="steps", key=("number",), values=steps),
        )


def _colour_step(
    colours: Mapping[str, records.Colour], scheme: records.ColourScheme, number: int
) -> dict[str, object]:
    key, marking = scheme.step(number)
    colour = colours[key]
    return {
        "number": number,
        "name_de": colour.de,
        "name_en": colour.en,
        "hex": colour.hex,
        "marking": marking,
    }


def _duct_types(catalogues: Catalogues, report: Report) -> None:
    """Tubes before the bundles that are made of them."""
    schemes = _ids(ColourScheme)
    for kind in sorted(catalogues.duct_types, key=lambda kind: bool(kind.members)):
        ids = _ids(DuctType) if kind.members else {}
        members = [
            {"number": number, "tube_type_id": ids[code]}
            for number, code in enumerate(kind.tubes, start=1)
        ]
        _put(
            report,
            DuctType,
            kind.code,
            {
                "name": kind.name,
                "name_en": kind.name_en,
                "kind": kind.kind,
                "outer_mm": float(kind.outer_mm),
                "wall_mm": None if kind.wall_mm is None else float(kind.wall_mm),
                "material": kind.material,
                "colour_scheme_id": schemes.get(kind.colour_scheme),
                "foreign_codes": kind.foreign,
                "provenance": kind.provenance,
                "source": kind.source,
            },
            Rows(relation="members", key=("number",), values=members),
            fixed=DUCT_TYPE_FIXED,
        )


def _cable_types(catalogues: Catalogues, report: Report) -> None:
    schemes = _ids(ColourScheme)
    for kind in catalogues.cable_types:
        _put(
            report,
            CableType,
            kind.code,
            {
                "name": kind.name,
                "name_en": kind.name_en,
                "fibre_count": kind.fibre_count,
                "tube_count": kind.tubes,
                "outer_mm": float(kind.outer_mm),
                "fibre_type": kind.fibre_type,
                "tube_scheme_id": schemes[kind.tube_scheme],
                "fibre_scheme_id": schemes[kind.fibre_scheme],
                "provenance": kind.provenance,
                "source": kind.source,
            },
            fixed=CABLE_TYPE_FIXED,
        )


def _fill_policies(catalogues: Catalogues, report: Report) -> None:
    """Known policies first: an old one must end before its successor may begin."""
    known = _ids(FillPolicy)
    for policy in sorted(catalogues.fill_policies, key=lambda policy: policy.code not in known):
        _put(
            report,
            FillPolicy,
            policy.code,
            {
                "name": policy.name,
                "duct_kind": policy.duct_kind,
                "max_ratio": policy.max_ratio,
                "valid": policy.valid,
                "source": policy.source,
            },
        )


def _frequency_plans(catalogues: Catalogues, report: Report) -> None:
    for plan in catalogues.frequency_plans:
        _put(
            report,
            FrequencyPlan,
            plan.code,
            {
                "name": plan.name,
                "name_en": plan.name_en,
                "source": plan.source,
                "valid_from": plan.valid_from,
                "valid_to": plan.valid_to,
            },
            Rows(
                relation="channels",
                key=("frequency_hz", "bandwidth_khz", "modulation"),
                values=[_channel(channel) for channel in plan.channels],
            ),
            Rows(
                relation="duty_bands",
                key=("name",),
                values=[_duty_band(band) for band in plan.bands],
            ),
        )


def _further(catalogues: Catalogues, report: Report) -> None:
    """Known records first: a rule that is over must end before its successor may begin."""
    for one in further.catalogues:
        known = _ids(one.model)
        for record in sorted(
            catalogues.further[one.file], key=lambda record: record.code not in known
        ):
            _put(report, one.model, record.code, one.values(record))


def _channel(channel: records.Channel) -> dict[str, object]:
    return {
        "frequency_hz": channel.frequency_hz,
        "bandwidth_khz": channel.bandwidth_khz,
        "modulation": channel.modulation,
        "min_sf": channel.min_sf,
        "max_sf": channel.max_sf,
        "downlink_only": channel.downlink_only,
    }


def _duty_band(band: records.DutyBand) -> dict[str, object]:
    return {
        "name": band.name,
        "low_hz": band.low_hz,
        "high_hz": band.high_hz,
        "duty_cycle": float(band.duty_percent / 100),
        "max_erp_dbm": float(band.erp_dbm),
        "source": band.source,
    }


def _ids(kind: type[models.Model]) -> dict[str, int]:
    return dict(kind._default_manager.values_list("code", "pk"))
