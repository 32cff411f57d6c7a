"""The panel of a gateway: radio, backhaul, antennas."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.roles import Capability
from accounts.viewer import Viewer, viewer_of
from assets.models import Antenna, Gateway
from assets.panels import facts
from gis import panels
from gis.panel_page import Contents, Entry, Fact, PanelPage, degrees, respond

RADIO = (
    "network",
    "network_gateway_id",
    "eui",
    "model",
    "chip",
    "demodulators",
    "full_duplex",
    "frequency_plan",
    "backhaul",
    "power_supply",
)
CONTRACT = ("landlord", "lease_until")
ANTENNA = ("height_m", "altitude_m", "gain_dbi", "cable_loss_db", "azimuth_deg", "tx_power_dbm")


def gateway_panel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    viewer = viewer_of(request.user)
    gateways = facts.with_parties(Gateway.objects.visible_to(viewer))
    gateway = facts.one_or_404(gateways.select_related("site", "frequency_plan"), public_id)
    page = PanelPage(
        kind=_("LoRaWAN gateway"),
        title=gateway.code,
        name=gateway.name,
        state=gateway.get_life_cycle_display(),
        tone=facts.TONES[gateway.life_cycle],
        facts=_facts(gateway, viewer),
        sources=facts.source_facts(gateway),
        contents=[_antennas(gateway), *panels.parts("gateway", gateway, viewer)],
        bounds=degrees(gateway.site.geom.extent),
    )
    return respond(request, page)


def _facts(gateway: Gateway, viewer: Viewer) -> list[Fact]:
    fields = RADIO + CONTRACT if viewer.can(Capability.SEE_EXACT_PLANT) else RADIO
    return [
        *facts.site_fact(_("site"), gateway.site, viewer),
        *(one for field in fields for one in facts.fact(gateway, field)),
        *facts.general_facts(gateway, viewer),
    ]


def _antennas(gateway: Gateway) -> Contents:
    entries = [
        Entry(_("Antenna %(number)d") % {"number": antenna.number}, _antenna_words(antenna))
        for antenna in gateway.antennas.all()
    ]
    return Contents(_("Antennas"), entries, _("No antenna is recorded."))


def _antenna_words(antenna: Antenna) -> str:
    known = [one for field in ANTENNA for one in facts.fact(antenna, field)]
    words = [f"{one.label}: {one.value}" for one in known]
    return " · ".join([*words, _("indoors")] if antenna.indoor else words)
