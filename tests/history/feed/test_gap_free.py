"""Nothing is lost, nothing comes twice, however transactions overlap; raw SQL is told as well."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections, transaction

from assets.models import Site
from assets.services import site as sites
from gis.refusals import Refusal
from history import feed
from history.context import acting
from tests.builders import make_organisation, make_site, make_user, place
from tests.history.feed.following import Follower

pytestmark = pytest.mark.django_db(transaction=True)


class Elsewhere:
    """A connection of its own whose transaction ends when the test says so."""

    def __init__(self, database: str | None = None) -> None:
        self.connection = connections.create_connection("default")
        name = database or connection.settings_dict["NAME"]
        self.connection.settings_dict = {**self.connection.settings_dict, "NAME": name}
        self.connection.set_autocommit(False)

    def sql(self, statement: str, *values: object) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values)

    def commit(self) -> None:
        self.connection.commit()
        self.connection.close()

    def abort(self) -> None:
        self.connection.rollback()
        self.connection.close()


RENAME = "UPDATE assets_site SET name = %s WHERE code = %s"


def test_a_late_commit_is_not_lost() -> None:
    """Its rows have lower numbers than those of transactions that committed before it."""
    for code in "ABC":
        make_site(code)
    follower = Follower(make_user("editor"))
    late, early = Elsewhere(), Elsewhere()
    late.sql(RENAME, "late", "A")
    early.sql(RENAME, "early", "B")
    early.commit()
    assert follower.told(wait=False) == []  # not before the earlier transaction is over
    late.commit()
    assert follower.told() == [("Site", "A", "CHANGED"), ("Site", "B", "CHANGED")]
    assert follower.told() == []


def test_other_databases_of_the_cluster_hold_nothing_up() -> None:
    make_site("A")
    follower = Follower(make_user("editor"))
    other = Elsewhere("postgres")
    other.sql("SELECT pg_current_xact_id()")
    Site.objects.filter(code="A").update(name="x")
    assert follower.told() == [("Site", "A", "CHANGED")]
    other.abort()


def test_an_aborted_transaction_leaves_no_trace_and_holds_nothing_up() -> None:
    for code in "AB":
        make_site(code)
    follower = Follower(make_user("editor"))
    aborted = Elsewhere()
    aborted.sql(RENAME, "never", "A")
    Site.objects.filter(code="B").update(name="b")
    assert follower.told(wait=False) == []
    aborted.abort()
    assert follower.told() == [("Site", "B", "CHANGED")]


def test_one_transaction_inside_another_counts_as_the_outer_one() -> None:
    make_site("A")
    follower = Follower(make_user("editor"))
    with transaction.atomic():
        Site.objects.filter(code="A").update(name="outer")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            Site.objects.filter(code="A").update(name="inner")
            raise ZeroDivisionError
        assert follower.told(wait=False) == []
    (event,) = follower.read()
    assert len(event.rows) == 1


def test_whoever_writes_reads_on_without_the_own_rows(transactional_db: None) -> None:
    """Its number is beyond all that its snapshot knows; it is no row of another cluster."""
    follower = Follower(make_user("editor"))
    with transaction.atomic():
        make_site("A")
        assert follower.told(wait=False) == []
    assert follower.told() == [("Site", "A", "CREATED")]


def test_raw_sql_is_told_with_the_database_user(editor_reads: Follower) -> None:
    with connection.cursor() as cursor:
        cursor.execute(RENAME, ["raw", "A"])
        cursor.execute("DELETE FROM assets_site WHERE code = 'B'")
    told = {(one.operation.name, one.last.actor) for one in editor_reads.read()}
    assert told == {("CHANGED", "database: trassenbuch"), ("DELETED", "database: trassenbuch")}


@pytest.fixture
def editor_reads(transactional_db: None) -> Follower:
    for code in "AB":
        make_site(code)
    return Follower(make_user("editor"))


def test_who_and_why(editor_reads: Follower) -> None:
    editor = editor_reads.user
    sites.change(site=Site.objects.get(code="A"), by=editor, name="x", reason="Survey of May")
    (event,) = editor_reads.read()
    assert (event.last.actor, event.last.reason) == (str(editor), "Survey of May")


@pytest.mark.parametrize("first", [1, 2, 3, 500])
def test_pages_give_the_same_whatever_their_size(first: int) -> None:
    follower = Follower(make_user("editor"), first=first)
    with acting(None):
        for number in range(7):
            make_site(f"S{number}", east=10 * number)
    Site.objects.filter(code__lt="S5").update(name="x")
    told = follower.told()
    assert {code for _type, code, what in told if what == "CREATED"} == {f"S{n}" for n in range(7)}
    assert {code for _type, code, what in told if what == "CHANGED"} == {f"S{n}" for n in range(5)}
    assert len([one for one in told if one[0] == "Site"]) == 12


def test_many_writers_at_once() -> None:
    """Threads commit in any order while the follower reads: each change is told exactly once."""
    owner = make_organisation()
    for number in range(4):
        make_site(f"W{number}", east=10 * number)
    follower = Follower(make_user("editor"))

    def write(number: int) -> None:
        for turn in range(25):
            with transaction.atomic():
                Site.objects.filter(code=f"W{number}").update(name=str(turn))
                Site.objects.create(
                    code=f"W{number}-{turn}", owner=owner, kind="chamber", geom=place(number, turn)
                )
                if turn % 5 == 4:
                    transaction.set_rollback(True)
        connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    told = []
    while any(writer.is_alive() for writer in writers):
        told += follower.told(wait=False)
    told += follower.told()
    created = [code for _type, code, what in told if what == "CREATED"]
    changed = [code for _type, code, what in told if what == "CHANGED"]
    assert sorted(created) == sorted(f"W{n}-{t}" for n in range(4) for t in range(25) if t % 5 < 4)
    assert sorted(changed) == sorted(f"W{n}" for n in range(4) for _turn in range(20))


def test_a_history_from_another_cluster_is_refused() -> None:
    """Restored rows carry numbers that this cluster has yet to give: the order would be wrong."""
    editor = make_user("editor")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE history_change DISABLE TRIGGER USER")
        cursor.execute("UPDATE history_change SET transaction = transaction + 1000000000")
        cursor.execute("ALTER TABLE history_change ENABLE TRIGGER USER")
    with pytest.raises(Refusal) as refused:
        feed.read(editor, None, 10)
    assert refused.value.code == "FOREIGN_HISTORY"
