"""The lists of assets: what the filters of map, tables and exports narrow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_filters import FilterSet

from accounts.models import Organisation
from accounts.viewer import viewer_of
from assets.filters import CableFilter, DuctFilter, GatewayFilter, SegmentFilter, SiteFilter
from assets.models import Cable, Duct, Gateway, Project, Segment, Site
from assets.models.asset import LifeCycle
from gis import filtering
from gis.layers import Viewer
from gis.numbers import rounded

PARTIES = ("owner", "operator", "used_by")


def bound(model: Any) -> Callable[[type[FilterSet], QueryDict | None, Viewer], FilterSet]:
    """Filter sets over the model's rows that are in use and that the viewer may see.

    What was removed is in no list and on no map, so that it is no choice either.
    """

    def bind(narrow: type[FilterSet], data: QueryDict | None, user: Viewer) -> FilterSet:
        viewer = viewer_of(user)
        rows = model.objects.visible_to(viewer).in_use()
        filters = narrow(data, queryset=rows, viewer=viewer)
        if (states := filters.form.fields.get("life_cycle")) is not None:
            states.choices = [one for one in states.choices if one[0] != LifeCycle.REMOVED]
        return filters

    return bind


def known_records(user: Viewer) -> dict[str, list[tuple[str, str]]]:
    """Organisations and projects to choose from, as far as the viewer may see them."""
    viewer = viewer_of(user)
    people = Organisation.objects.visible_to(viewer).values_list("code", "name").order_by("name")
    projects = Project.objects.visible_to(viewer).values_list("code", "name").order_by("code")
    return {**dict.fromkeys(PARTIES, list(people)), "project": list(projects)}


def segment_detail(segment: Segment) -> str:
    length = _("%(metres)s m") % {"metres": rounded(segment.length_m, 1)}
    return f"{segment.get_kind_display()} · {length} · {segment.get_life_cycle_display()}"


def site_detail(site: Site) -> str:
    return f"{site.get_kind_display()} · {site.get_life_cycle_display()}"


def cable_detail(cable: Cable) -> str:
    fibres = ngettext("%(count)d fibre", "%(count)d fibres", cable.fibre_count)
    fibres %= {"count": cable.fibre_count}
    return f"{fibres} · {cable.get_life_cycle_display()}"


def gateway_detail(gateway: Gateway) -> str:
    return f"{gateway.network} · {gateway.eui or gateway.network_gateway_id}"


def duct_detail(duct: Duct) -> str:
    return str(duct.get_life_cycle_display())


def register() -> None:
    for name, title, kind, model, filterset, detail, foremost in (
        ("segments", gettext_lazy("Route segments"), "segment", Segment, SegmentFilter,
         segment_detail, ("kind", "life_cycle", "owner", "built_from", "built_to", "in_box")),
        ("sites", gettext_lazy("Sites"), "site", Site, SiteFilter,
         site_detail, ("kind", "life_cycle", "owner", "can_open", "in_box")),
        ("cables", gettext_lazy("Cables"), "cable", Cable, CableFilter,
         cable_detail, ("fibres_from", "type", "life_cycle", "owner", "in_box")),
        ("gateways", gettext_lazy("LoRaWAN gateways"), "gateway", Gateway, GatewayFilter,
         gateway_detail, ("network", "eui", "life_cycle", "owner", "in_box")),
        ("ducts", gettext_lazy("Ducts"), "duct", Duct, DuctFilter,
         duct_detail, ("kind", "life_cycle", "owner", "inner_mm_from", "in_box")),
    ):  # fmt: skip
        filtering.register(
            filtering.Listing(
                name=name,
                title=title,
                kind=kind,
                filterset=filterset,
                bind=bound(model),
                detail=detail,
                foremost=foremost,
                known=known_records,
            )
        )
