"""The mappings among which somebody chooses for a delivery."""

from __future__ import annotations

from dataclasses import dataclass

from assets.importing import kept_mapping, preview, shipped
from assets.models import Delivery
from assets.services import delivery as deliveries
from gis.importing.mapping import parsed
from gis.importing.targets import registered


@dataclass(frozen=True)
class MappingChoice:
    """`kept`: by people here, under this name."""

    name: str
    title: str
    fits: bool
    kept: bool = False


def choices(delivery: Delivery) -> list[MappingChoice]:
    """Those that fit the file (kept before shipped), the draft made from it, and the others."""
    kept = [
        MappingChoice(name, name, fits, kept=True)
        for name, fits in kept_mapping.fitting(delivery.layers)
    ]
    found = [*kept, *(_shipped(delivery, name) for name in shipped.names())]
    drafted = [MappingChoice(deliveries.DRAFT, "", True)] if "[[import]]" in delivery.draft else []
    fitting = [one for one in found if one.fits]
    return [*fitting, *drafted, *(one for one in found if not one.fits)]


def _shipped(delivery: Delivery, name: str) -> MappingChoice:
    mapping = parsed(deliveries.shipped_text(delivery, name), name, registered())
    return MappingChoice(name, mapping.title or name, preview.fits(mapping, delivery.layers))
