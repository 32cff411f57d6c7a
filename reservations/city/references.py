"""Ids of what the generated rows name by a code: organisations, projects, people, types."""

from dataclasses import dataclass

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation
from accounts.roles import Role
from assets.models import CableType, DuctType, FrequencyPlan, Project
from fixtures.city.plan import CITY, ORGANISATIONS, PROJECTS

FREQUENCY_PLAN = "EU868"


@dataclass(frozen=True, slots=True)
class References:
    """Ids by code."""

    organisations: dict[str, int]
    projects: dict[str | None, int | None]
    duct_types: dict[str, int]
    cable_types: dict[str, tuple[int, int]]  # id and number of fibres
    frequency_plan: int
    town: str
    decider: int  # the access officer who decides claims
    requesters: dict[str, int]  # by organisation, who asks for its claims


def ensure_organisations() -> None:
    """Make the organisations of the demo city; leave existing ones of these codes alone."""
    for code, name, kind in ORGANISATIONS:
        Organisation.objects.get_or_create(code=code, defaults={"name": name, "kind": kind})


def look_up() -> References:
    """Read people and catalogues and make the projects; CommandError where something is missing."""
    plan = FrequencyPlan.objects.filter(code=FREQUENCY_PLAN).first()
    if plan is None:
        raise CommandError(
            _("The catalogues are empty: run `manage.py load_reference_data` first.")
        )
    organisations = dict(Organisation.objects.values_list("code", "pk"))
    decider = _someone(CITY, Role.ACCESS_OFFICER)
    return References(
        organisations=organisations,
        projects={None: None, **_projects(organisations[CITY])},
        duct_types=dict(DuctType.objects.values_list("code", "pk")),
        cable_types={
            code: (pk, count)
            for code, pk, count in CableType.objects.values_list("code", "pk", "fibre_count")
        },
        frequency_plan=plan.pk,
        town=settings.CITY_NAME,
        decider=decider,
        requesters={
            code: _someone(code, Role.PARTNER, decider) for code, _name, _kind in ORGANISATIONS
        },
    )


def _someone(organisation: str, role: Role, otherwise: int | None = None) -> int:
    members = Membership.objects.filter(organisation__code=organisation, role=role)
    found = members.order_by("user_id").values_list("user_id", flat=True).first() or otherwise
    if found is None:
        text = _("%(organisation)s has nobody with the role %(role)s.")
        raise CommandError(text % {"organisation": organisation, "role": role.label})
    return found


def _projects(principal: int) -> dict[str, int]:
    return {
        code: Project.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "principal_id": principal,
                "funding_programme": "Breitbandförderung des Bundes (Weiße Flecken)",
                "funding_reference": lot,
            },
        )[0].pk
        for code, name, lot, _districts in PROJECTS
    }
