"""The kinds of request: what each may hold, what it needs, and who decides it.

A further kind is one entry here and one row of the table `reservations_requestkind`, by which the
database keeps its rules; a test compares the two. The rest is data: clocks, checklist, tariffs,
grounds and legal remedies of the kind.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role


@dataclass(frozen=True)
class Procedure:
    """How a kind of request is dealt with.

    `holds`: it names capacity, which is offered at a price and held in the ledger once granted.
    `reported`: what was granted is in use once the applicant has reported what it laid.
    `signed_by`: who deals with it and signs its decision.
    """

    holds: bool = False
    reported: bool = False
    signed_by: Role = Role.ACCESS_OFFICER


_ANSWERED = Procedure()
_CONSENTED = Procedure(signed_by=Role.ROAD_OFFICER)


class RequestKind(models.TextChoices):
    """What a case is about."""

    procedure: Procedure

    def __new__(cls, value: str, procedure: Procedure) -> RequestKind:
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.procedure = procedure
        return kind

    INFORMATION = "information", _ANSWERED, _("information on infrastructure")
    SURVEY = "survey", _ANSWERED, _("on-site survey")
    DUCT_ACCESS = "duct_access", Procedure(holds=True, reported=True), _("access to ducts")
    WORKS_COORDINATION = "works_coordination", _ANSWERED, _("coordination of works")
    ROAD_CONSENT = "road_consent", _CONSENTED, _("consent of the road authority")
    MINOR_ROAD_CONSENT = "minor_road_consent", _CONSENTED, _("consent to minor works")


ROAD_KINDS = tuple(kind for kind in RequestKind if kind.procedure.signed_by == Role.ROAD_OFFICER)
"""Consent of the road authority: signed by people who do not run the network."""


def request_kinds() -> list[tuple[str, str]]:
    """Asked anew each time, so that a further kind is no change of the tables."""
    return list(RequestKind.choices)
