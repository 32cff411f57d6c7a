"""What reservations add to the panels of plant."""

from gis import panels
from reservations.panels.claim import claims_on_cable, claims_on_duct, claims_on_segment


def register() -> None:
    panels.register_part(("segment",), claims_on_segment)
    panels.register_part(("duct",), claims_on_duct)
    panels.register_part(("cable",), claims_on_cable)
