"""What the applicant laid in the granted ducts: reported, sent back or confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import graphene

from accounts.models import User
from accounts.roles import Capability
from accounts.viewer import Viewer
from registry_api import edits
from registry_api.errors import bad_input
from registry_api.inputs import Parts, Table
from registry_api.on_case import CASE, CASE_WITH_REASON, RETURNS, step
from registry_api.plan import Batch, Column, Concept, ToMany
from reservations import models
from reservations.access import built
from reservations.services import as_built as service

MOST_LINES = 500


def _mapped(
    viewer: Viewer, keys: list[Any], _arguments: Mapping[str, Any]
) -> Mapping[Any, Decimal | None]:
    """For the desk: who laid it sees of the plant what its grant shows, as long as that lasts."""
    if not viewer.can(Capability.SEE_QUEUE):
        return {}
    lines = models.AsBuiltLine.objects.filter(pk__in=keys)
    of_lines = list(lines.values_list("pk", "report__request", "duct"))
    known = built.lengths({case for _pk, case, _duct in of_lines})
    return {pk: known.get(case, {}).get(duct) for pk, case, duct in of_lines}


def unreported(
    _viewer: Viewer, keys: list[Any], _arguments: Mapping[str, Any]
) -> Mapping[Any, list[str]]:
    return built.unreported(keys)


class AsBuiltLine(Concept):
    """A cable in one of the granted ducts."""

    class Meta:
        model = models.AsBuiltLine
        identifier = "pk"

    duct = Column(graphene.String, required=True, description="Code the duct had then.")
    cable = Column(graphene.String, required=True, description="What the applicant calls it.")
    outer_mm = Column(graphene.Decimal, required=True, description="Outer diameter in mm.")
    fibres = Column(graphene.Int, required=True, description="Number of its fibres.")
    length_m = Column(graphene.Decimal, required=True, description="Laid length in metres.")
    mapped_m = Batch(
        graphene.Decimal,
        _mapped,
        description="Metres of the way that the request holds of the duct now; told to the desk "
        "only, null where it holds nothing of it.",
    )


class AsBuiltReport(Concept):
    """One report; sent back or confirmed it may be followed by another one."""

    class Meta:
        model = models.AsBuiltReport
        identifier = "pk"

    laid_on = Column(graphene.Date, required=True, description="Day on which it was laid.")
    remarks = Column(graphene.String, required=True)
    reported_at = Column(graphene.DateTime, required=True, description="When it was reported.")
    reported_by = Column(
        graphene.String, "reported_by__full_name", required=True, description="Who reported it."
    )
    confirmed_at = Column(graphene.DateTime, description="Null: not confirmed.")
    confirmed_by = Column(
        graphene.String,
        "confirmed_by__full_name",
        needs=Capability.SEE_QUEUE,
        description="Who confirmed it; told to the desk only.",
    )
    sent_back_at = Column(graphene.DateTime, description="Null: not sent back.")
    sent_back_by = Column(
        graphene.String,
        "sent_back_by__full_name",
        needs=Capability.SEE_QUEUE,
        description="Who sent it back; told to the desk only.",
    )
    sent_back_reason = Column(graphene.String, required=True, description="What is wrong with it.")
    lines = ToMany(
        "as_built.AsBuiltLine", "report_id", order=("pk",), description="What lies in which duct."
    )


# --- mutations
_LAID: Table = {
    "duct": graphene.String,
    "cable": graphene.String,
    "outer_mm": graphene.Decimal,
    "fibres": graphene.Int,
    "length_m": graphene.Decimal,
}


def _report(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    given = facts.pop("laid")
    if not 1 <= len(given) <= MOST_LINES:
        raise bad_input("laid", f"1–{MOST_LINES}")
    facts["remarks"] = facts.get("remarks") or ""
    made = service.report(by=by, laid=[built.Laid(**one) for one in given], **facts)
    return {"access_request": made.request}


class AsBuiltMutations:
    report_as_built = edits.edit(
        "ReportAsBuilt",
        {
            **CASE,
            "laid_on": graphene.Date,
            "laid": Parts("LaidFacts", _LAID, tuple(_LAID)),
            "remarks": graphene.String,
        },
        _report,
        RETURNS,
        required=("id", "laid_on", "laid"),
        description="Say which cables lie in granted ducts, in one report or in several. The "
        "applicant only.",
    )
    send_report_back = edits.edit(
        "SendReportBack",
        CASE_WITH_REASON,
        step(service.send_back),
        RETURNS,
        required=("id", "reason"),
        description="Say what is wrong with a report; the applicant makes another one. The desk "
        "only.",
    )
    confirm_as_built = edits.edit(
        "ConfirmAsBuilt",
        CASE_WITH_REASON,
        step(service.confirm),
        RETURNS,
        required=("id",),
        description="Confirm the report: the request and all that it holds are in use. Only duct "
        "access needs a report. The desk only.",
    )
