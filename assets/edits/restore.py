"""An earlier state from the history, restored as a new change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Capability
from accounts.viewer import viewer_of
from assets.edits.asset import AssetForm, box_of, finder, touched
from assets.models import Cable, Duct, Gateway, Segment, Site
from assets.services import restore as service
from gis.editing import places, registry
from gis.editing.form import Difference, EditForm
from gis.editing.registry import Edit, Touched
from gis.refusals import Refusal
from history.describe import in_words
from history.models import Change
from history.queries import changes_of


def may_restore(user: Any) -> bool:
    viewer = viewer_of(user)
    return viewer.can(Capability.EDIT_ASSETS) and viewer.can(Capability.SEE_HISTORY)


class RestoreForm(AssetForm):
    """`change` is the last change of the state that shall hold again."""

    opened_with = ("change",)
    change = forms.IntegerField(widget=forms.HiddenInput(attrs={"data-sent": ""}))

    @property
    def _wanted(self) -> int | None:
        said = self.said.get("change") or self.fields["change"].initial
        return int(said) if str(said or "").isdigit() else None

    @cached_property
    def _facts(self) -> Mapping[str, Any]:
        try:
            return service.differences(self.asset, self._wanted) if self._wanted else {}
        except Refusal:
            return {}

    def differences(self) -> list[Difference]:
        """What will be otherwise, in words."""
        recorded = service.recorded(self.asset, self._wanted) if self._facts else {}
        own = self.asset._meta
        fields = [own.get_field(name) for name in self._facts]
        now = in_words(own.model, {one.column: one.value_from_object(self.asset) for one in fields})
        then = in_words(own.model, {one.column: recorded[one.column] for one in fields})
        return [
            Difference(str(one.verbose_name), now[one.column], then[one.column]) for one in fields
        ]

    def data_for_map(self) -> Mapping[str, str]:
        shape = self._facts.get("geom")
        return {} if shape is None else {"other": places.as_json(shape())}

    def way_back(self) -> list[dict[str, Any]]:
        """Back to the state of now: the newest change of the object."""
        noun = str(self.asset._meta.model_name)
        newest = changes_of(self.asset).values_list("pk", flat=True).first()
        return [{"edit": f"{noun}-restore", "object": noun, "values": {"change": str(newest)}}]

    def why(self) -> str:
        """Which state it was, before what the person says."""
        change = Change.objects.filter(pk=self.cleaned_data["change"]).first()
        words = ""
        if change is not None:
            when = date_format(localtime(change.at), "SHORT_DATETIME_FORMAT")
            words = _("State of %(when)s restored") % {"when": when}
        return ": ".join(filter(None, (words, self.cleaned_data["reason"])))


def _run(form: EditForm, by: User, version: int | None) -> Sequence[Touched]:
    assert isinstance(form, RestoreForm)
    before = box_of(form.asset)
    noun = str(form.asset._meta.model_name)
    change = form.cleaned_data["change"]
    made = service.restore(
        asset=form.asset, change=change, by=by, version=version, reason=form.why()
    )
    return [touched(noun, made, before)]


def register() -> None:
    for model in (Site, Segment, Duct, Cable, Gateway):
        noun = str(model._meta.model_name)
        registry.register(
            Edit(
                name=f"{noun}-restore",
                title=gettext_lazy("Restore an earlier state"),
                explain=gettext_lazy(
                    "The facts of then hold again, as a new change in the history. The way of a"
                    " duct or cable, antennas and documents stay as they are."
                ),
                save=gettext_lazy("Restore"),
                form=RestoreForm,
                run=_run,
                allowed=may_restore,
                kind=noun,
                find=finder(model),
                offered=lambda _asset: False,
            )
        )
