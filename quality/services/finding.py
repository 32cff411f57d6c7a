"""What people decide about findings: that one is right as it is, or that it is not after all."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets.services.editing import edit, locked, store, within_area
from gis.refusals import Refusal
from gis.retry import retried
from quality.models import Finding, FindingState


@retried
def accept(
    *,
    finding: Finding,
    acceptance: str,
    by: User | None,
    reason: str = "",
    version: int | None = None,
) -> Finding:
    """Let an open finding stand; `acceptance` says why. It leaves the work list.

    Raises REASON_NEEDED without a reason and WRONG_STATE unless the finding is open.
    """
    with edit(by, reason or acceptance):
        row = _in_state(finding, by, version, FindingState.OPEN)
        if not acceptance.strip():
            message = _("Say why the finding may stand: others will read it.")
            raise Refusal("REASON_NEEDED", message, "acceptance")
        row.state, row.acceptance = FindingState.ACCEPTED, acceptance.strip()
        row.accepted_by, row.accepted_at = by, timezone.now()
        return store(row)


@retried
def reopen(
    *, finding: Finding, by: User | None, reason: str = "", version: int | None = None
) -> Finding:
    """Take an acceptance back. Raises WRONG_STATE unless the finding is accepted."""
    with edit(by, reason):
        row = _in_state(finding, by, version, FindingState.ACCEPTED)
        row.state, row.acceptance = FindingState.OPEN, ""
        row.accepted_by = row.accepted_at = None
        return store(row)


def _in_state(
    finding: Finding, by: User | None, version: int | None, state: FindingState
) -> Finding:
    row = locked(finding, by, version)
    if row.geom is not None:
        within_area(by, row.geom)
    if row.state != state:
        message = _("The finding is %(state)s already.")
        texts = {"state": row.get_state_display()}
        raise Refusal("WRONG_STATE", message % texts, "id", state=row.state)
    return row
