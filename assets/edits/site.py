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
    changing,
    deleting,
    may_edit,
    of,
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


def _create(form: EditForm, by: User, _version: int | None) -> Sequence[Touched]:
    made = site.create(by=by, reason=form.cleaned_data["reason"], **form.facts())
    return [touched("site", made)]


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
        run=changing("site", site.change, moves=True),
        draws="point",
        **of(Site),
    ),
    Edit(
        name="site-delete",
        title=_("Delete site"),
        explain=_(
            "For mistakes only: the site disappears as if it had never been recorded. What was"
            " there gets the life cycle “removed” instead."
        ),
        save=_("Delete site"),
        form=DeleteForm,
        run=deleting("site", site.delete),
        danger=True,
        **of(Site),
    ),
)


def register() -> None:
    for edit in EDITS:
        registry.register(edit)
