"""What a database holds: whether it is empty, how to empty it, how much there is."""

from django.db import connection

from assets.models import Address, Cable, Duct, Gateway, Segment, Site

# All that stands on these is emptied with them; organisations, people and catalogues stay.
_ROOTS = (
    "assets_address",
    "assets_project",
    "assets_site",
    "network_holder",
    "network_capacityqueue",
    "accounts_grant",
    "history_change",
)
_COUNTS = (Address, Site, Segment, Duct, Cable, Gateway)


def is_empty() -> bool:
    """Whether nothing of a network is there yet."""
    return not any(model.objects.exists() for model in _COUNTS)


def empty() -> None:
    """Delete every network, reservation and change; numbering begins anew."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(_ROOTS)} RESTART IDENTITY CASCADE")


def statistics() -> list[str]:
    """Counts and lengths as lines for people."""
    lines = [f"{model._meta.verbose_name_plural}: {model.objects.count():,}" for model in _COUNTS]
    return ["", *lines, *_rows(_SQL_COUNTS), "", *_rows(_SQL_LENGTHS)]


_SQL_COUNTS = """
    SELECT 'duct sections', count(*)::text FROM assets_ductsection UNION ALL
    SELECT 'strands', count(*)::text FROM assets_strand UNION ALL
    SELECT 'ledger lines', count(*)::text FROM network_claimline UNION ALL
    SELECT 'reservations', count(*)::text FROM reservations_claim
"""
_SQL_LENGTHS = """
    SELECT 'km ' || kind, round((sum(length_m) / 1000)::numeric, 1)::text
    FROM assets_segment GROUP BY kind ORDER BY sum(length_m) DESC
"""


def _rows(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [f"{name}: {value}" for name, value in cursor.fetchall()]
