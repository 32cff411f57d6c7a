"""Taking back a change of one's own, whatever it did to the plant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets.edits.asset import TAKE_BACK, box_of, may_edit, place_of, touched
from assets.models import Document
from assets.services import recorded
from assets.services.recorded import RowChange
from assets.services.take_back import assets_of, take_back
from gis.editing import registry
from gis.editing.form import EditForm
from gis.editing.registry import Edit, Touched
from gis.refusals import Refusal


class TakeBackForm(EditForm):
    """`change` is the number under which the history has it."""

    change = forms.IntegerField(widget=forms.HiddenInput)

    def way_back(self) -> list[dict[str, Any]]:
        return TAKE_BACK

    def rows(self) -> Sequence[RowChange]:
        """What the change did, as far as the person may ask."""
        number = getattr(self, "cleaned_data", {}).get("change")
        try:
            return recorded.of_transaction(number, self.by).rows
        except Refusal:
            return ()

    def where(self) -> Any:
        places = (place_of(one) for one in assets_of(self.rows()))
        return next((one for one in places if one is not None and not one.empty), None)


def _run(form: EditForm, by: User, _version: int | None) -> Sequence[Touched]:
    assert isinstance(form, TakeBackForm)
    rows = form.rows()
    boxes = {one: box_of(one) for one in assets_of(rows)}
    said = form.cleaned_data
    left = take_back(change=said["change"], by=by, reason=said["reason"])
    found = [*left, *(one for one in boxes if one not in left)]
    return [
        *(
            touched(f"n{number}", one, boxes.get(one), gone=one not in left)
            for number, one in enumerate(found)
        ),
        *_documents(rows),
    ]


def _documents(rows: Sequence[RowChange]) -> Iterator[Touched]:
    """Files that the change attached, renamed or removed, at the version that they have now."""
    ids = [one.id for one in rows if one.model is Document]
    for number, one in enumerate(Document.objects.filter(pk__in=ids)):
        yield Touched(f"d{number}", "document", one.public_id, one.version)


def register() -> None:
    registry.register(
        Edit(
            name="change-take-back",
            title=_("Take a change back"),
            explain="",
            save=_("Take back"),
            form=TakeBackForm,
            run=_run,
            allowed=may_edit,
        )
    )
