"""Fills an empty database with the demo city, through every trigger and constraint."""

from collections.abc import Iterable, Iterator

from django.core.management import call_command
from django.db import connection

from accounts.models import User
from fixtures.city.build import demo
from fixtures.city.cases import stories
from fixtures.city.plant import Plant
from history.context import acting
from network.services.settle import settle_bulk
from reservations.city import encoding
from reservations.city.asset_tables import asset_tables
from reservations.city.cases import play
from reservations.city.late_tables import DECIDED, late_tables
from reservations.city.references import ensure_organisations, look_up
from reservations.city.sheet import Placement, Sheet, Strands
from reservations.city.tables import Table
from reservations.city.timing import Progress
from reservations.models import Claim
from reservations.services.decide import confirm, start_use

REASON = "demo city"


def load_demo(seed: int, progress: Progress) -> None:
    """Copy the demo city in, recorded in the history like any other edit."""
    with acting(None, REASON):
        ensure_organisations()
        call_command("create_demo_logins", verbosity=0)
        with progress.step("generated"):
            plant = demo(seed)
        refs = look_up()
        _copy_tables(asset_tables(refs), plant, {}, progress)
        late = late_tables(refs, decided=False)
        _copy_tables(late, plant, strand_ids(named_strands(plant)), progress)
        with progress.step("ledger and checks"):
            settle_bulk()
    with progress.step("decided") as step:
        step.rows = _decide(plant, User.objects.get(pk=refs.decider))
    with progress.step("requests") as step:
        step.rows = play(stories(plant))


def _decide(plant: Plant, officer: User) -> int:
    """Let the access desk confirm what is to be confirmed, which opens the plant to partners."""
    wanted = {claim.key: claim.state for claim in plant.claims if claim.state in DECIDED}
    claims = Claim.objects.filter(holder_id__in=wanted).order_by("pk")
    for claim in claims:
        confirmed = confirm(claim=claim, by=officer, reason=REASON)
        if wanted[claim.holder_id] == "in_use":
            start_use(claim=confirmed, by=officer, reason=REASON)
    return len(claims)


def _copy_tables(
    tables: Iterable[Table], plant: Plant, strands: Strands, progress: Progress
) -> None:
    for table in tables:
        lines = Sheet(table, plant).lines(Placement(), strands)
        with progress.step(table.name) as step:
            step.rows = copy_table(table, lines)


def copy_table(table: Table, lines: Iterator[str]) -> int:
    """COPY one table and let its numbering go on behind the copied ids."""
    columns = [column.name for column in table.columns]
    rows = encoding.copy(table.name, columns, lines)
    if "id" in columns:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"
                f" COALESCE(max(id), 0) + 1, false) FROM {table.name}"
            )
    return rows


def named_strands(plant: Plant) -> set[tuple[int, int]]:
    """The strands that claims and gateways name, as cable and number."""
    claimed = {(u.cable, u.strand) for u in plant.held_units if u.cable and u.strand}
    used = {(g.backhaul_cable, 12) for g in plant.gateways if g.backhaul_cable}
    return claimed | used


def strand_ids(wanted: Iterable[tuple[int, int]]) -> Strands:
    """Ids of strands, which the database made when their cables came."""
    cables, numbers = zip(*sorted(wanted), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.cable_id, s.number, s.id FROM assets_strand s"
            " JOIN unnest(%s::bigint[], %s::int[]) AS w (cable, number)"
            " ON s.cable_id = w.cable AND s.number = w.number",
            [list(cables), list(numbers)],
        )
        return {(cable, number): pk for cable, number, pk in cursor.fetchall()}
