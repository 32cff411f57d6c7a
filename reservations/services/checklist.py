"""The checklist of a case: which items it has, and what the desk finds of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from gis.refusals import Refusal
from reservations.access.states import RequestState
from reservations.models import AccessRequest, Answer, CheckedItem, ChecklistItem

Answers = Mapping[ChecklistItem, Answer]

_CHECKED = (RequestState.SUBMITTED, RequestState.COMPLETED)


@dataclass(frozen=True)
class Checked:
    """An item with what was found of it, None where nobody looked yet."""

    item: ChecklistItem
    answer: Answer | None
    by: User | None = None


def checklist(case: AccessRequest) -> list[Checked]:
    """The items in force when the request came, in their order."""
    rows = CheckedItem.objects.filter(request=case).select_related("checked_by")
    known = {one.item_id: one for one in rows}
    return [_checked(item, known.get(item.pk)) for item in ChecklistItem.objects.of(case)]


def note(case: AccessRequest, answers: Answers, by: User) -> None:
    """Keep what was found, inside the caller's step; what is not named stays as it was."""
    if not answers:
        return
    if case.state not in _CHECKED:
        state = RequestState(case.state)
        message = _("The request is %(state)s; its completeness is not checked now.")
        raise Refusal("WRONG_STATE", message % {"state": state.label}, state=state.value)
    now = timezone.now()
    CheckedItem.objects.bulk_create(
        (
            CheckedItem(request=case, item=item, answer=answer, checked_by=by, checked_at=now)
            for item, answer in answers.items()
        ),
        update_conflicts=True,
        unique_fields=["request", "item"],
        update_fields=["answer", "checked_by", "checked_at"],
    )


def _checked(item: ChecklistItem, row: CheckedItem | None) -> Checked:
    if row is None:
        return Checked(item, None)
    return Checked(item, Answer(row.answer), row.checked_by)
