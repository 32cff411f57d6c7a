"""Sites on the map: place, change and move, delete."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets.edits import fields
from assets.edits.asset import (
    ORIGIN,
    PARTIES,
    DeleteForm,
    FactsForm,
    box_of,
    deleted,
    finder,
    may_edit,
    touched,
)
from assets.models import Site
from assets.services import site
from gis.editing import registry
from gis.editing.form import EditForm
from gis.editing.registry import Edit, Touched


class SiteForm(FactsForm):
    model = Site
    main = ("kind", "code", "name", "owner", "life_cycle", "can_open")
    advanced = (
        "power", "accuracy", "depth_cm", "ground_height_m", *PARTIES, *ORIGIN, "address",
    )  # fmt: skip

    def prepare(self) -> None:
        super().prepare()
        self.fields["geom"] = fields.point()


class SiteDeleteForm(DeleteForm):
    again = SiteForm


def _create(form: EditForm, by: User, _version: int | None) -> Sequence[Touched]:
    made = site.create(by=by, reason=form.cleaned_data["reason"], **form.facts())
    return [touched("site", made)]


def _change(form: EditForm, by: User, version: int | None) -> Sequence[Touched]:
    before = box_of(form.asset)
    reason = form.cleaned_data["reason"]
    changed = site.change(site=form.asset, by=by, version=version, reason=reason, **form.facts())
    return [touched("site", changed, before)]


def _delete(form: EditForm, by: User, version: int | None) -> Sequence[Touched]:
    box = box_of(form.asset)
    site.delete(site=form.asset, by=by, version=version, reason=form.cleaned_data["reason"])
    return deleted("site", form.asset, box)


EDITS = (
    Edit(
        name="site-create",
        title=_("New site"),
        explain=_(
            "Click on the map, or type coordinates (EPSG:25832 or WGS 84) or an address."
            " The mark can be dragged."
        ),
        save=_("Save site"),
        form=SiteForm,
        run=_create,
        allowed=may_edit,
        draws="point",
    ),
    Edit(
        name="site-change",
        title=_("Change or move site"),
        explain=_("Drag the mark to move the site; lines that end here follow it."),
        save=_("Save site"),
        form=SiteForm,
        run=_change,
        allowed=may_edit,
        kind="site",
        find=finder(Site),
        draws="point",
    ),
    Edit(
        name="site-delete",
        title=_("Delete site"),
        explain=_(
            "For mistakes only: the site disappears as if it had never been recorded. What was"
            " there gets the life cycle “removed” instead."
        ),
        save=_("Delete site"),
        form=SiteDeleteForm,
        run=_delete,
        allowed=may_edit,
        kind="site",
        find=finder(Site),
        danger=True,
    ),
)


def register() -> None:
    for edit in EDITS:
        registry.register(edit)
