"""What a kill may have left in the ledger."""

from __future__ import annotations

from config.setup.cluster import Cluster

_HALVES = """
    SELECT (SELECT count(*) FROM network_holder h WHERE h.kind = 'claim' AND NOT EXISTS
                (SELECT FROM reservations_claim c WHERE c.holder_id = h.id))
         + (SELECT count(*) FROM reservations_claim c WHERE (SELECT count(*)
                FROM network_claimline l WHERE l.holder_id = c.holder_id AND l.exclusive) <> 2)
         + (SELECT count(*) FROM network_claimline l WHERE NOT EXISTS
                (SELECT FROM network_holder h WHERE h.id = l.holder_id))
"""


def halves(cluster: Cluster) -> int:
    """How many reservations lack a part: these tests hold two sections or two strands each."""
    return int(cluster.sql(_HALVES))


def keys(cluster: Cluster, like: str) -> list[str]:
    """The idempotency keys of the reservations there are, of those that look so."""
    return cluster.sql(
        f"SELECT idempotency_key FROM reservations_claim WHERE idempotency_key LIKE '{like}'"
    ).splitlines()
