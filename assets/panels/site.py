"""The panel of a site: what it is, what ends or stands there."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.roles import Capability
from accounts.viewer import Viewer, viewer_of
from assets.models import Cable, Duct, Gateway, Segment, Site
from assets.panels import facts
from gis import panels
from gis.panel_page import Contents, Entry, PanelPage, degrees, respond


def site_panel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    viewer = viewer_of(request.user)
    sites = facts.with_parties(Site.objects.visible_to(viewer)).select_related("address")
    site = facts.one_or_404(sites, public_id)
    fields = ("address", "can_open", "power", "depth_cm", "ground_height_m", "accuracy")
    page = PanelPage(
        kind=f"{capfirst(Site._meta.verbose_name)} · {site.get_kind_display()}",
        title=site.code,
        name=site.name,
        state=site.get_life_cycle_display(),
        tone=facts.TONES[site.life_cycle],
        facts=[
            *(one for field in fields for one in facts.fact(site, field)),
            *facts.general_facts(site, viewer),
        ],
        sources=facts.source_facts(site),
        contents=[*_contents(site, viewer), *panels.parts("site", site, viewer)],
        bounds=degrees(site.geom.extent),
    )
    return respond(request, page)


def _contents(site: Site, viewer: Viewer) -> list[Contents]:
    ending = Q(start_site=site) | Q(end_site=site)
    gateways = Gateway.objects.visible_to(viewer).in_use().filter(site=site)
    segments = Segment.objects.visible_to(viewer).in_use().filter(ending)
    ducts = Duct.objects.visible_to(viewer).in_use().filter(ending, bundle=None)
    cables = Cable.objects.visible_to(viewer).in_use().filter(ending)
    lists = [
        Contents(_("Gateways here"), _entries("gateway", gateways, "network")),
        Contents(
            _("Route segments that end here"),
            _entries("segment", segments, "get_kind_display"),
            _("No route leads here yet."),
        ),
        Contents(_("Ducts that end here"), _entries("duct", ducts.select_related("type"), "type")),
        Contents(
            _("Cables that end here"), _entries("cable", cables.select_related("type"), "type")
        ),
    ]
    if viewer.can(Capability.SEE_EXACT_PLANT):
        lists.append(_label(site))
    return [one for one in lists if one.entries or one.empty]


def _label(site: Site) -> Contents:
    address = f"{reverse('labels')}?site={site.public_id}"
    says = _("A QR code to stick on it: whoever scans it comes here.")
    return Contents(_("Label"), [], says, (address, _("Print a label")))


def _entries(kind: str, objects: Any, detail: str) -> list[Entry]:
    """One line for each object; `detail` names the attribute or method that says more."""
    entries = []
    for one in objects:
        said = getattr(one, detail)
        entries.append(
            Entry(str(one), said() if callable(said) else str(said), kind, one.public_id)
        )
    return entries
