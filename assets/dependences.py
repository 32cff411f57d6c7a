"""What the foreign keys inside this room mean when an asset is removed."""

from django.db.models import Q

from assets.hooks import depends, recorded
from assets.models import LifeCycle
from assets.models.document import DOCUMENTED


def _in_use(path: str = "") -> Q:
    prefix = f"{path}__" if path else ""
    return ~Q(**{f"{prefix}life_cycle": LifeCycle.REMOVED})


def declare() -> None:
    """Called once when the app is ready."""
    depends(
        "assets.Segment.start_site",
        "assets.Segment.end_site",
        "assets.Duct.start_site",
        "assets.Duct.end_site",
        "assets.Duct.bundle",
        "assets.Cable.start_site",
        "assets.Cable.end_site",
        "assets.Gateway.site",
        "assets.Gateway.backhaul_strand",
        in_use=_in_use,
    )
    depends(
        "assets.DuctSection.segment",
        "assets.DuctSection.parent",
        shown_as="duct",
        in_use=lambda: Q(is_live=True),
    )
    depends(
        "assets.CableSection.segment",
        "assets.CableSection.duct_section",
        shown_as="cable",
        in_use=lambda: _in_use("cable"),
    )
    depends(
        *(f"assets.Document.{kind}" for kind in DOCUMENTED),
        kept=lambda: Q(removed=False),
        in_use=lambda: Q(pk__in=[]),
    )
    depends(
        "assets.DuctSection.duct",
        "assets.CableSection.cable",
        "assets.Tube.cable",
        "assets.Strand.cable",
        "assets.Strand.tube",
        "assets.Antenna.gateway",
        "assets.GatewayReport.gateway",
        part=True,
    )
    recorded(
        "assets.Site",
        "assets.Segment",
        "assets.Duct",
        "assets.DuctSection",
        "assets.Cable",
        "assets.CableSection",
        "assets.Gateway",
        "assets.Antenna",
        "assets.Document",
    )
    # What an import brings besides stays for the next one.
    recorded(
        "accounts.Organisation",
        "assets.Project",
        "assets.DuctType",
        "assets.BundleMember",
        "assets.CableType",
        follow=True,
    )
