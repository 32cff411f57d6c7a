"""How what a grant shows follows edits of the plant."""

from __future__ import annotations

from assets.hooks import Cut, takes_part
from reservations.models import Claim
from reservations.services import decide


@takes_part(Cut)
def show_what_is_held(event: Cut) -> None:
    """After a cut a grant shows the pieces that its claim holds, and not the other ones."""
    pieces = [duct.pk for pair in event.pieces for duct in pair]
    claims = Claim.objects.filter(grant__isnull=False, holder__units__duct__in=pieces)
    for claim in claims.distinct().order_by("pk"):
        decide.narrow(claim)
