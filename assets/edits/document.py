"""Photos and documents on the map: rename, remove, bring back. Sending them is no form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets.edits.asset import finder, may_edit
from assets.models import Document
from assets.services import document
from gis.editing import registry
from gis.editing.form import EditForm
from gis.editing.registry import Edit, Touched

OF = {"kind": "document", "find": finder(Document), "allowed": may_edit}


class TitleForm(EditForm):
    title = Document._meta.get_field("title").formfield()  # type: ignore[union-attr]

    def starting_values(self) -> Mapping[str, Any]:
        return {"title": self.asset.title}

    def way_back(self) -> list[dict[str, Any]]:
        return [{"edit": "document-change", "object": "document", "values": self.values()}]


class RemoveForm(EditForm):
    def way_back(self) -> list[dict[str, Any]]:
        return [{"edit": "document-bring-back", "object": "document", "values": {}}]


class BringBackForm(EditForm):
    def way_back(self) -> list[dict[str, Any]]:
        return [{"edit": "document-remove", "object": "document", "values": {}}]


def _done(row: Document) -> Sequence[Touched]:
    """The asset comes first: it is what is shown next. Nothing of it was changed."""
    asset: Any = row.asset
    return [
        Touched("asset", row.kind, asset.public_id, asset.version),
        Touched("document", "document", row.public_id, row.version),
    ]


def _running(act: Callable[..., Document], *options: str) -> registry.Run:
    def run(form: EditForm, by: User, version: int | None) -> Sequence[Touched]:
        said = {name: form.cleaned_data[name] for name in options}
        reason = form.cleaned_data["reason"]
        return _done(act(document=form.asset, by=by, version=version, reason=reason, **said))

    return run


EDITS = (
    Edit(
        name="document-change",
        title=_("Rename"),
        explain=_("The title is what lists show; the file keeps its own name."),
        save=_("Save title"),
        form=TitleForm,
        run=_running(document.change, "title"),
        offered=lambda one: not one.removed,
        **OF,
    ),
    Edit(
        name="document-remove",
        title=_("Remove"),
        explain=_("It disappears from the object and can be brought back at any time."),
        save=_("Remove"),
        form=RemoveForm,
        run=_running(document.remove),
        danger=True,
        offered=lambda one: not one.removed,
        **OF,
    ),
    Edit(
        name="document-bring-back",
        title=_("Bring back"),
        explain=_("It is attached to the object again, as it was."),
        save=_("Bring back"),
        form=BringBackForm,
        run=_running(document.bring_back),
        offered=lambda one: one.removed,
        **OF,
    ),
)


def register() -> None:
    for edit in EDITS:
        registry.register(edit)
