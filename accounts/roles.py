"""What each role may do, in one table.

Roles are given by a membership in an organisation (`accounts.models.Membership`). What a person may
*see* follows from `SEE_EXACT_PLANT` and `SEE_OWN_AREA`, applied by `visible_to` on each concept's
queryset. What a token leaves of a role stands in `accounts/scopes.py`.
"""

from enum import Enum, auto

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    VIEWER = "viewer", _("viewer")
    EDITOR = "editor", _("editor")
    CONTRACTOR_EDITOR = "contractor_editor", _("contractor editor")
    PLANNER = "planner", _("planner")
    ACCESS_OFFICER = "access_officer", _("access officer")
    PARTNER = "partner", _("partner")
    PARTNER_ADMINISTRATOR = "partner_administrator", _("partner administrator")
    ROAD_OFFICER = "road_officer", _("road officer")
    ADMINISTRATOR = "administrator", _("administrator")
    AUDITOR = "auditor", _("auditor")


class Capability(Enum):
    SEE_EXACT_PLANT = auto()
    SEE_OWN_AREA = auto()
    SEE_ALL_CLAIMS = auto()
    SEE_HISTORY = auto()
    SEE_OWN_CASES = auto()
    SEE_QUEUE = auto()
    SEE_ALL_CASES = auto()
    EDIT_ASSETS = auto()
    EDIT_CATALOGUES = auto()
    REPORT_GATEWAYS = auto()
    SEARCH_ROUTES = auto()
    RESERVE = auto()
    CONFIRM = auto()
    SIGN_CONSENT = auto()
    MANAGE_PEOPLE = auto()
    MANAGE_CLIENTS = auto()
    MANAGE_TEAM = auto()
    HAVE_TOKENS = auto()


CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.VIEWER: frozenset(
        {Capability.SEE_EXACT_PLANT, Capability.SEARCH_ROUTES, Capability.HAVE_TOKENS}
    ),
    Role.EDITOR: frozenset(
        {
            Capability.SEE_EXACT_PLANT,
            Capability.SEE_HISTORY,
            Capability.EDIT_ASSETS,
            Capability.REPORT_GATEWAYS,
            Capability.SEARCH_ROUTES,
            Capability.HAVE_TOKENS,
        }
    ),
    # A contractor sees and writes only inside the area of the membership.
    Role.CONTRACTOR_EDITOR: frozenset(
        {Capability.SEE_OWN_AREA, Capability.EDIT_ASSETS, Capability.HAVE_TOKENS}
    ),
    Role.PLANNER: frozenset(
        {
            Capability.SEE_EXACT_PLANT,
            Capability.SEE_ALL_CLAIMS,
            Capability.SEE_HISTORY,
            Capability.EDIT_ASSETS,
            Capability.REPORT_GATEWAYS,
            Capability.SEARCH_ROUTES,
            Capability.RESERVE,
            Capability.SEE_OWN_CASES,
            Capability.HAVE_TOKENS,
        }
    ),
    Role.ACCESS_OFFICER: frozenset(
        {
            Capability.SEE_EXACT_PLANT,
            Capability.SEE_ALL_CLAIMS,
            Capability.SEE_HISTORY,
            Capability.SEARCH_ROUTES,
            Capability.RESERVE,
            Capability.CONFIRM,
            Capability.SEE_OWN_CASES,
            Capability.SEE_QUEUE,
            Capability.SEE_ALL_CASES,
            Capability.HAVE_TOKENS,
        }
    ),
    # Signs for the road authority, independent of those who run the network (§ 127 (2) TKG):
    # of the queue it sees the consents only.
    Role.ROAD_OFFICER: frozenset(
        {
            Capability.SEE_EXACT_PLANT,
            Capability.SEE_QUEUE,
            Capability.SIGN_CONSENT,
            Capability.HAVE_TOKENS,
        }
    ),
    Role.PARTNER: frozenset(
        {Capability.SEARCH_ROUTES, Capability.RESERVE, Capability.SEE_OWN_CASES}
    ),
    # Keeps the people and the API clients of the own organisation.
    Role.PARTNER_ADMINISTRATOR: frozenset(
        {
            Capability.SEARCH_ROUTES,
            Capability.RESERVE,
            Capability.SEE_OWN_CASES,
            Capability.MANAGE_CLIENTS,
            Capability.MANAGE_TEAM,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Capability.SEE_EXACT_PLANT,
            Capability.SEE_HISTORY,
            Capability.EDIT_ASSETS,
            Capability.REPORT_GATEWAYS,
            Capability.EDIT_CATALOGUES,
            Capability.SEARCH_ROUTES,
            Capability.MANAGE_PEOPLE,
            Capability.MANAGE_CLIENTS,
            Capability.HAVE_TOKENS,
        }
    ),
    Role.AUDITOR: frozenset(
        {
            Capability.SEE_EXACT_PLANT,
            Capability.SEE_ALL_CLAIMS,
            Capability.SEE_HISTORY,
            Capability.HAVE_TOKENS,
        }
    ),
}

RUNS_THE_NETWORK = frozenset({Capability.EDIT_ASSETS, Capability.CONFIRM})
"""Whoever may do one of these belongs to the network business and signs no consent."""
