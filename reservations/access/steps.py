"""One step of a case: locked, from the right state, by whom it behoves, with its clocks kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from accounts.viewer import Viewer, not_permitted, require
from gis.refusals import Refusal, unmoved, worded
from history.context import acting
from network.services.settle import settle
from reservations.access import deadlines
from reservations.access.states import PROMISING, RequestState, refuse_unless
from reservations.models import AccessRequest
from reservations.notices import tell

LONGEST_REASON = 300
LONGEST_LETTER = 2_000
"""Characters of what is said to the applicant in a letter of its own."""


@contextmanager
def step(
    case: AccessRequest, by: User | None, reason: str = "", version: int | None = None
) -> Iterator[AccessRequest]:
    """The case, fresh and locked, in one transaction; a refusal inside leaves nothing changed."""
    with worded(), acting(by, reason):
        yield _locked(case, by, version)
        settle()


def _locked(case: AccessRequest, by: User | None, version: int | None) -> AccessRequest:
    rows = AccessRequest.objects.all() if by is None else AccessRequest.objects.visible_to(by)
    fresh = (
        rows.select_related("organisation")
        .select_for_update(of=("self",), no_key=True)
        .filter(pk=case.pk)
        .first()
    )
    return unmoved(fresh, version)


def lock_queue(case: AccessRequest) -> None:
    """Wait for whoever answers in this queue now; before anything of the ledger is locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reservations_lock_queue(%s)", [case.kind])


def move(
    case: AccessRequest, to: RequestState, *, by_law: bool = False, **facts: Any
) -> AccessRequest:
    """Bring the case into a state and its clocks up to date; only where the way is known.

    Refusals: WRONG_STATE; PERIOD_OVER for what would promise a time that is over, unless it comes
    about `by_law`.
    """
    refuse_unless(case.state, to)
    if to in PROMISING and not by_law:
        refuse_over(case)
    now = timezone.now()
    # The same moment again the database takes for one that was not given, and puts in its own.
    case.state_at = now + dt.timedelta(microseconds=1) if now == case.state_at else now
    case.state = to
    for name, value in facts.items():
        setattr(case, name, value)
    save(case)
    deadlines.keep(case)
    tell.of_step(case)
    return case


def refuse_over(case: AccessRequest) -> None:
    """Refuse where the last day of the time frame has passed."""
    if case.period.upper <= timezone.localdate():
        raise Refusal("PERIOD_OVER", _("The time frame is over."), "period")


def save(case: AccessRequest) -> None:
    """Store it and read what the database gave it: version, receipt, place in the queue."""
    case.save()
    case.refresh_from_db(fields=["version", "receipt", "place"])


def require_desk(case: AccessRequest, by: User) -> None:
    """Who deals with the case: the access desk, or the road authority for its consents.

    Refusals: OWN_MATTER for who stands on the applicant's side (§ 20 VwVfG).
    """
    needed = Capability.SIGN_CONSENT if case.needs_consent_signature else Capability.CONFIRM
    if not (by.can(Capability.CONFIRM) or by.can(needed)):
        raise not_permitted(by, needed)
    if is_own_matter(case, by):
        raise Refusal(
            "OWN_MATTER", _("Nobody acts for the city in a matter of their own (§ 20 VwVfG).")
        )


def is_own_matter(case: AccessRequest, viewer: Viewer) -> bool:
    """Whether somebody stands on the applicant's side; the database knows who does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reservations_is_own_matter(%s, %s)", [case.pk, viewer.pk])
        return bool(cursor.fetchone()[0])


def require_applicant(case: AccessRequest, by: User) -> None:
    """Who asks: people of the organisation who may reserve."""
    require(by, Capability.RESERVE)
    if case.organisation_id not in by.organisation_ids:
        raise not_permitted(by, Capability.CONFIRM)


def told(reason: str, field: str = "reason", most: int = LONGEST_REASON) -> str:
    """A reason that must be given."""
    reason = reason.strip()
    if not 1 <= len(reason) <= most or "\0" in reason:
        message = _("Say why, in 1 to %(most)d characters.") % {"most": most}
        raise Refusal("REASON_NEEDED", message, field)
    return reason


def within(text: str, field: str, most: int = LONGEST_REASON) -> str:
    """A text that may be missing. Refusal INVALID_VALUE for one that is too long."""
    text = text.strip()
    if len(text) > most:
        message = _("This text is too long; at most %(most)d characters are accepted.")
        raise Refusal("INVALID_VALUE", message % {"most": most}, field)
    return text
