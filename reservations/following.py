"""What a grant shows: along each duct what its claim holds, and how that follows edits."""

from __future__ import annotations

from assets import stretches
from assets.hooks import Cut, takes_part
from reservations.models import Claim
from reservations.services import decide

# Kept by the database with the ledger's lines, which are derived anew after each edit of the plant.
stretches.said_by(
    "EXISTS (SELECT FROM reservations_openedsection"
    " WHERE section_id = {key} AND grant_id = ANY ({grants}))"
)


@takes_part(Cut)
def show_what_is_held(event: Cut) -> None:
    """After a cut a grant shows the pieces that its claim holds, and not the other ones."""
    pieces = [duct.pk for pair in event.pieces for duct in pair]
    claims = Claim.objects.filter(grant__isnull=False, holder__units__duct__in=pieces)
    for claim in claims.distinct().order_by("pk"):
        decide.narrow(claim)
