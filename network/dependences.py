"""What the ledger's and the joints' foreign keys mean when an asset is removed."""

from django.db.models import Q
from django.utils import timezone

from assets.hooks import depends, recorded


def _still_held() -> Q:
    """Units of claims that are not over; a lapsed hold has an empty period."""
    lapsed = Q(holder__expires_at__isnull=False, holder__expires_at__lte=timezone.now())
    over = Q(holder__period__isempty=True) | Q(holder__period__endswith__lte=timezone.localdate())
    return ~over & ~lapsed


def _no_row() -> Q:
    return Q(pk__in=[])


def declare() -> None:
    """Called once when the app is ready."""
    depends(
        "network.HeldUnit.duct",
        "network.HeldUnit.from_site",
        "network.HeldUnit.to_site",
        "network.HeldUnit.strand",
        shown_as="holder",
        in_use=_still_held,
    )
    depends("network.DuctJoint.site")
    depends("network.DuctJointEnd.duct", shown_as="joint")
    # A damage is part of the record: its unit may be marked as removed, but not deleted.
    depends("network.Damage.section", "network.Damage.strand", in_use=_no_row)
    depends(
        "network.Holder.cable",
        "network.Holder.duct",
        "network.ClaimLine.section",
        "network.ClaimLine.strand",
        "network.SegmentCapacity.segment",
        part=True,
    )
    recorded("network.DuctJoint", "network.DuctJointEnd", "network.HeldUnit", "network.Damage")
    # The database keeps the holders of cables, ducts and damages; no edit writes those of claims.
    recorded("network.Holder", follow=True)
