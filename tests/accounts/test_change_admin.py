"""The list of changes in the administration stays quick in a history of millions of rows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.admin import change as administration
from accounts.history import readable_by
from accounts.viewer import viewer_of
from history.models import Change
from tests.builders import make_site, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("front_end_unbuilt")]

ADDRESS = "/admin/history/change/"


@pytest.fixture
def auditor() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user("auditor"))
    return client


def asked(client: Client, **given: str) -> tuple[list[int], list[str]]:
    """The changes shown, and the statements about the history."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(ADDRESS, given)
    assert answer.status_code == 200
    shown = [one.pk for one in answer.context["cl"].result_list]
    return shown, [one["sql"] for one in captured if 'FROM "history_change"' in one["sql"]]


def test_numbers_are_found_by_the_indexes(auditor: Client) -> None:
    site = make_site("A")
    wanted = Change.objects.get(table_name="assets_site", object_id=site.pk)
    number = str(site.pk)
    shown, statements = asked(auditor, q=number)
    assert wanted.pk in shown
    by_transaction, _statements = asked(auditor, q=str(wanted.transaction))
    assert wanted.pk in by_transaction
    search = next(one for one in statements if f'"object_id" = {number}' in one)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {search}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "history_of_object" in plan and "history_feed" in plan and "Seq Scan" not in plan


@pytest.mark.parametrize("odd", ["x", "1 OR 1", "9" * 40, "-1", "٣", "assets_site"])
def test_what_is_no_number_finds_nothing(auditor: Client, odd: str) -> None:
    make_site("A")
    assert asked(auditor, q=odd)[0] == []


def test_a_search_shows_only_what_may_be_read(auditor: Client) -> None:
    officer = make_user("access_officer")
    other = Client()
    other.force_login(officer)
    readable = readable_by(viewer_of(officer)).values("pk")
    hidden = Change.objects.exclude(pk__in=readable).first()
    assert hidden is not None
    assert hidden.pk not in asked(other, q=str(hidden.object_id))[0]


def test_no_statement_looks_at_the_whole_history(auditor: Client, monkeypatch) -> None:
    """Not for the tables to choose from, and the count ends where nobody turns pages any more."""
    monkeypatch.setattr("accounts.administration.COUNTED_EXACTLY", 3)
    monkeypatch.setattr(administration.ChangeAdmin, "list_per_page", 2)
    for number in range(5):
        make_site(f"S{number}", east=number)
    shown, statements = asked(auditor)
    assert len(shown) == 2 and len(asked(auditor, p="2")[0]) == 1
    assert not any("DISTINCT" in one for one in statements)
    assert all("LIMIT" in one for one in statements)


def test_each_recorded_table_can_be_chosen(auditor: Client) -> None:
    make_site("A")
    shown, _statements = asked(auditor, table_name="assets_site")
    assert {one.table_name for one in Change.objects.filter(pk__in=shown)} == {"assets_site"}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'history_insert'"
        )
        recorded = {table for (table,) in cursor.fetchall()}
    assert recorded <= administration._recorded()
