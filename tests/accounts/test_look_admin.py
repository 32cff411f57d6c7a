"""The log of looks in the administration: found by person and case, quick among millions."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Look, User
from accounts.roles import Role
from accounts.services import look
from tests.builders import make_organisation, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("front_end_unbuilt")]

ADDRESS = "/admin/accounts/look/"


@pytest.fixture
def auditor() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user("auditor"))
    return client


@pytest.fixture
def looks() -> list[Look]:
    """Two of Nord's Ada through A-7, one of Süd's Bea through A-8."""
    found = []
    for code, name, cases in (("nord", "ada", ("A-7", "A-7")), ("sued", "bea", ("A-8",))):
        organisation = make_organisation(code, "carrier")
        person = make_user(Role.PARTNER, organisation)
        User.objects.filter(pk=person.pk).update(email=f"{name}@{code}.example")
        for case in cases:
            look.record_for_case(person, organisation.pk, case, "tile", "segments 14/8530/5470")
            found.append(Look.objects.latest("pk"))
    return found


def asked(client: Client, **given: str) -> tuple[list[int], list[str]]:
    """The looks shown, and the statements about the log."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(ADDRESS, given)
    assert answer.status_code == 200
    shown = [one.pk for one in answer.context["cl"].result_list]
    return shown, [one["sql"] for one in captured if 'FROM "accounts_look"' in one["sql"]]


def test_looks_are_found_by_person_and_case(auditor: Client, looks: list[Look]) -> None:
    first, second, third = (one.pk for one in looks)
    assert asked(auditor)[0] == [third, second, first]
    assert asked(auditor, q="ada@")[0] == [second, first]
    assert asked(auditor, q="a-8")[0] == [third]
    assert asked(auditor, q="A-7%")[0] == [] and asked(auditor, q="nobody")[0] == []
    organisation = str(looks[2].organisation_id)
    assert asked(auditor, organisation__id__exact=organisation)[0] == [third]


@pytest.mark.parametrize(
    ("given", "index", "without"),
    [
        ({}, "look_newest", ("seqscan", "sort")),
        # A bitmap has to begin with a condition, so that nothing but its index is left.
        ({"q": "A-7"}, "look_through_case", ("seqscan", "indexscan", "indexonlyscan")),
        ({"q": "ada@"}, "person_id", ("seqscan", "indexscan", "indexonlyscan")),
    ],
)
def test_indexes_lead_to_them(auditor: Client, looks, given, index: str, without) -> None:
    page = asked(auditor, **given)[1][-1]
    with connection.cursor() as cursor:
        for way in without:
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN {page}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert index in plan and "Seq Scan on accounts_look" not in plan, plan


def test_no_statement_looks_at_the_whole_log(auditor: Client, looks, monkeypatch) -> None:
    """Not for values to choose from, and the count ends where nobody turns pages any more."""
    monkeypatch.setattr("accounts.administration.COUNTED_EXACTLY", 2)
    monkeypatch.setattr("accounts.admin.look.LookAdmin.list_per_page", 1)
    shown, statements = asked(auditor)
    assert len(shown) == 1 and len(asked(auditor, p="2")[0]) == 1
    assert not any("DISTINCT" in one for one in statements)
    assert statements and all("LIMIT" in one for one in statements)
