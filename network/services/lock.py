"""The lock order of the ledger, said once: ducts by id, then strands' cables by id, then holders.

Whoever reserves, splits, merges, cuts, reroutes or pulls takes these locks before reading sections;
the database's own derivation keeps the same order.
"""

from collections.abc import Iterable

from assets.models import Cable, Duct


def lock_ducts(duct_ids: Iterable[int]) -> list[Duct]:
    """The ducts, locked in id order until the transaction ends."""
    ducts = Duct.objects.filter(pk__in=set(duct_ids)).order_by("pk")
    return list(ducts.select_for_update(no_key=True))


def lock_cables(cable_ids: Iterable[int]) -> list[Cable]:
    """The cables, locked in id order until the transaction ends."""
    cables = Cable.objects.filter(pk__in=set(cable_ids)).order_by("pk")
    return list(cables.select_for_update(no_key=True))
