"""What each role may do, in one table.

Roles are given by a membership in an organisation (`accounts.models.Membership`). What a person may
*see* follows from `SEE_EXACT_PLANT` and is applied by `visible_to` on each concept's queryset.
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
    ADMINISTRATOR = "administrator", _("administrator")
    AUDITOR = "auditor", _("auditor")


class Capability(Enum):
    SEE_EXACT_PLANT = auto()
    SEE_ALL_CLAIMS = auto()
    SEE_HISTORY = auto()
    EDIT_ASSETS = auto()
    EDIT_CATALOGUES = auto()
    SEARCH_ROUTES = auto()
    RESERVE = auto()
    CONFIRM = auto()
    MANAGE_PEOPLE = auto()


CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.VIEWER: frozenset({Capability.SEE_EXACT_PLANT, Capability.SEARCH_ROUTES}),
    Role.EDITOR: frozenset(
        {
            Capability.SEE_EXACT_PLANT,
            Capability.SEE_HISTORY,
            Capability.EDIT_ASSETS,
            Capability.SEARCH_ROUTES,
        }
    ),
    # A contractor sees and writes only inside the area of the membership.
    Role.CONTRACTOR_EDITOR: frozenset({Capability.EDIT_ASSETS}),
    Role.PLANNER: frozenset(
        {
            Capability.SEE_EXACT_PLANT,
            Capability.SEE_ALL_CLAIMS,
            Capability.SEE_HISTORY,
            Capability.EDIT_ASSETS,
            Capability.SEARCH_ROUTES,
            Capability.RESERVE,
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
        }
    ),
    Role.PARTNER: frozenset({Capability.SEARCH_ROUTES, Capability.RESERVE}),
    Role.ADMINISTRATOR: frozenset(
        {
            Capability.SEE_EXACT_PLANT,
            Capability.SEE_HISTORY,
            Capability.EDIT_ASSETS,
            Capability.EDIT_CATALOGUES,
            Capability.SEARCH_ROUTES,
            Capability.MANAGE_PEOPLE,
        }
    ),
    Role.AUDITOR: frozenset(
        {Capability.SEE_EXACT_PLANT, Capability.SEE_ALL_CLAIMS, Capability.SEE_HISTORY}
    ),
}
