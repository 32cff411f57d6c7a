"""What a database holds: whether it is empty, how to empty it, how much there is."""

from django.db import connection, transaction
from django.db.models import Sum

from assets.models import Address, Cable, Duct, DuctSection, Gateway, Segment, Site, Strand
from assets.models.segment import SegmentKind
from network.models import ClaimLine
from reservations.models import Claim

# All that stands on these is emptied with them; organisations, people and catalogues stay.
_ROOTS = (
    "assets_address",
    "assets_project",
    "assets_site",
    "network_holder",
    "reservations_accessrequest",
    "network_capacityqueue",
    "accounts_grant",
    "history_change",
)
_ASSETS = (Address, Site, Segment, Duct, Cable, Gateway)


def is_empty() -> bool:
    """Whether nothing of a network is there yet."""
    return not any(model.objects.exists() for model in _ASSETS)


def empty() -> None:
    """Delete every network, reservation and change; numbering begins anew."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL trassenbuch.emptying = 'on'")  # the log of looks, too
        cursor.execute(f"TRUNCATE {', '.join(_ROOTS)} RESTART IDENTITY CASCADE")


def statistics() -> list[str]:
    """Counts and lengths as lines for people."""
    counts = [
        (model._meta.verbose_name_plural, f"{model.objects.count():,}")
        for model in (*_ASSETS, DuctSection, Strand, ClaimLine, Claim)
    ]
    lengths = Segment.objects.values_list("kind").annotate(total=Sum("length_m"))
    kilometres = [
        (SegmentKind(kind).label, f"{metres / 1000:,.1f} km")
        for kind, metres in lengths.order_by("-total")
    ]
    return ["", *(f"  {str(name):<32}{value:>14}" for name, value in (*counts, *kilometres))]
