"""Gateways on the map: place, change and move to another site, delete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
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
from assets.models import Gateway, Site
from assets.models.site import SiteKind
from assets.services import gateway
from assets.services.gateway_place import place
from gis.editing import registry
from gis.editing.form import EditForm
from gis.editing.registry import Edit, Touched


class GatewayForm(FactsForm):
    """At a site that is chosen on the map."""

    model = Gateway
    main = (
        "code", "name", "network", "network_gateway_id", "eui", "owner", "life_cycle", "model",
        "frequency_plan", "backhaul",
    )  # fmt: skip
    advanced = (
        "chip", "demodulators", "full_duplex", "power_supply", "landlord", "lease_until",
        *PARTIES, *ORIGIN,
    )  # fmt: skip

    def prepare(self) -> None:
        super().prepare()
        self.fields["geom"] = fields.point()
        self.fields["site"] = fields.site(self.by, required=False, label=_("site"))

    def starting_values(self) -> Mapping[str, Any]:
        known = super().starting_values()
        if self.asset is None:
            return {**known, "network": self._usual_network()}
        return {**known, "geom": self.asset.site.geom}

    def _usual_network(self) -> str:
        last = Gateway.objects.visible_to(self.by).order_by("-pk").values_list("network", flat=True)
        return last.first() or ""

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        facts.pop("geom", None)
        if "eui" in facts:
            facts["eui"] = facts["eui"] or None
        return facts


class PlaceForm(GatewayForm):
    """A new gateway; where no site is, one is made."""

    def prepare(self) -> None:
        super().prepare()
        self.fields["site_code"] = forms.CharField(
            label=_("Code of the new site"), required=False, max_length=80
        )
        self.fields["site_kind"] = forms.ChoiceField(
            label=_("Kind of the new site"), choices=SiteKind.choices
        )
        self.order_fields(["site_code", "site_kind"])

    def starting_values(self) -> Mapping[str, Any]:
        new = {"site_code": fields.next_free_code(Site, self.by), "site_kind": SiteKind.MAST}
        return {**super().starting_values(), **new}

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        return {name: facts[name] for name in facts if name not in {"site_code", "site_kind"}}

    def way_back(self) -> list[dict[str, Any]]:
        gone = {"edit": "gateway-delete", "object": "gateway", "values": {}}
        return [gone, {"edit": "site-delete", "object": "site", "values": {}}]


class MoveForm(GatewayForm):
    """A gateway moves to another site; the site itself moves by its own edit."""

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "geom" in self.said and not said.get("site"):
            self.add_error("geom", _("Choose the site to which the gateway moves."))
        return said


def _create(form: EditForm, by: User, _version: int | None) -> Sequence[Touched]:
    said = form.cleaned_data
    made, site = place(
        by=by,
        at=said["geom"],
        new_site={
            "code": said["site_code"],
            "kind": said["site_kind"],
            "life_cycle": said["life_cycle"],
        },
        reason=said["reason"],
        **form.facts(),
    )
    found = [touched("gateway", made)]
    return found if site is None else [*found, touched("site", site)]


EDITS = (
    Edit(
        name="gateway-create",
        title=_("New gateway"),
        explain=_(
            "Click a site, or any place: there a new site is made. Coordinates, an address or the"
            " code of a site may be typed."
        ),
        save=_("Save gateway"),
        form=PlaceForm,
        run=_create,
        allowed=may_edit,
        draws="point",
    ),
    Edit(
        name="gateway-change",
        title=_("Change or move gateway"),
        explain=_("To move the gateway, click the site to which it goes."),
        save=_("Save gateway"),
        form=MoveForm,
        run=changing("gateway", gateway.change, moves=True),
        draws="point",
        **of(Gateway),
    ),
    Edit(
        name="gateway-delete",
        title=_("Delete gateway"),
        explain=_(
            "For mistakes only: the gateway and its antennas disappear as if they had never been"
            " recorded. What was there gets the life cycle “removed” instead."
        ),
        save=_("Delete gateway"),
        form=DeleteForm,
        run=deleting("gateway", gateway.delete),
        danger=True,
        **of(Gateway),
    ),
)


def register() -> None:
    for edit in EDITS:
        registry.register(edit)
