"""Pages of desk and portal among 100,000 requests, and the log of looks: time in the database.

Twice: as a city has them, where most are over, and as nobody wants them, where all of them are open
and each has a clock that runs. Of the filters of a page the slowest one counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tests.bench.cases import ALLOWED_MS, fill, forget_undone, measured
from tests.bench.measure import Comparison

ROUNDS = 7
LOOKS = 1_000_000

FILTERS: Mapping[str, Mapping[str, Any]] = {
    "no filter": {},
    "red": {"light": "red"},
    "amber": {"light": "amber"},
    "green": {"light": "green"},
    "paused": {"light": "paused"},
    "city": {"turn": "city"},
    "applicant": {"turn": "applicant"},
    "kind": {"kind": ["survey"]},
    "red surveys": {"kind": ["survey"], "light": "red"},
    "name": {"applicant": "a"},
    "tasks": {"show": "tasks"},
    "all": {"show": "all"},
    "all, red": {"show": "all", "light": "red"},
}
_LOOKS = """
    INSERT INTO accounts_look (at, person_id, organisation_id, cases, door, what)
    SELECT now() - interval '1 minute' * n, %(user)s, (%(organisations)s::bigint[])[1 + n %% 4],
           ARRAY['A-' || n], 'tile', 'segments 14/8500/5500'
    FROM generate_series(1, %(looks)s) n
"""


def _desk(asked: Mapping[str, Any]) -> Callable[[Any], None]:
    def page(user: Any) -> None:
        from reservations.desk.queue import OPEN, read_page, rows_for, summary

        show = asked.get("show", OPEN)
        read_page(rows_for(user, asked), show, "")
        summary(user)

    return page


def _portal(show: str) -> Callable[[Any], None]:
    def page(user: Any) -> None:
        from reservations.portal import dashboard

        dashboard.read_page(user, show, "")
        dashboard.numbers(user)

    return page


def _looks(user: Any) -> None:
    """The newest, of all and of one organisation, as the administration lists and counts them."""
    from accounts.models import Look, Organisation

    seen = Look.objects.visible_to(user)
    organisation = Organisation.objects.order_by("pk").first()
    for rows in (seen, seen.filter(organisation=organisation)):
        list(rows.order_by("-at", "-pk").select_related("person", "organisation")[:100])


DESK = {name: _desk(asked) for name, asked in FILTERS.items()}
PORTAL = {show: _portal(show) for show in ("mine", "open", "granted", "over", "all")}


def _slowest(
    name: str, role: str, pages: Mapping[str, Callable[[Any], None]], all_open: bool = False
) -> Comparison:
    with _filled(role, all_open) as user:
        took = {page: _best(read, user) for page, read in pages.items()}
    worst = max(took, key=lambda page: took[page][0])
    each = ", ".join(f"{page} {ms:.0f}" for page, (ms, _count) in took.items())
    note = f"slowest: {worst}, {took[worst][1]} statements; all: {each}"
    return Comparison(name, ALLOWED_MS, took[worst][0], 1.0, note)


@contextmanager
def _filled(role: str, all_open: bool) -> Iterator[Any]:
    from django.db import transaction

    forget_undone()
    with transaction.atomic():
        yield fill(role, all_open=all_open)
        transaction.set_rollback(True)


def _best(read: Callable[[Any], None], user: Any) -> tuple[float, int]:
    best, statements = float("inf"), 0
    for _round in range(ROUNDS):
        with measured() as found:
            read(user)
        best, statements = min(best, sum(found)), len(found)
    return best, statements


def desk() -> Comparison:
    return _slowest("desk_queue", "access_officer", DESK)


def desk_all_open() -> Comparison:
    return _slowest("desk_queue_all_open", "access_officer", DESK, all_open=True)


def portal() -> Comparison:
    return _slowest("portal_dashboard", "partner", PORTAL)


def portal_all_open() -> Comparison:
    return _slowest("portal_all_open", "partner", PORTAL, all_open=True)


def looks() -> Comparison:
    """Among a million."""
    from django.db import connection, transaction

    from accounts.models import Organisation
    from tests.bench.city import someone

    with transaction.atomic():
        user = someone("auditor")
        organisations = list(Organisation.objects.order_by("pk").values_list("pk", flat=True)[:4])
        facts = {"user": user.pk, "organisations": organisations, "looks": LOOKS}
        with connection.cursor() as cursor:
            cursor.execute(_LOOKS, facts)
            cursor.execute("ANALYZE accounts_look")
        took, statements = _best(_looks, user)
        transaction.set_rollback(True)
    return Comparison("look_log", ALLOWED_MS, took, 1.0, f"{statements} statements")


BENCHMARKS: dict[str, Callable[[], Comparison]] = {
    "desk_queue": desk,
    "desk_queue_all_open": desk_all_open,
    "portal_dashboard": portal,
    "portal_all_open": portal_all_open,
    "look_log": looks,
}
