"""Long lists inside objects: pages by keyset below every parent, from one statement."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import make_bundle, make_cable, make_line_network, make_user

pytestmark = pytest.mark.django_db

STRANDS = """query($code: String, $first: Int, $after: String) {
  cables(filter: {code: $code}) { nodes { strandsConnection(first: $first, after: $after) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { number } } nodes { number } } } } }"""


@pytest.fixture
def network() -> Any:
    network = make_line_network("A-B-C")
    make_bundle(network, "A-B-C", tubes=3)
    make_cable(network, "A-B", code="K1")
    make_cable(network, "B-C", code="K2")
    return network


def _page(ask: Any, user: Any, **variables: Any) -> dict[str, Any]:
    answer = ask(user, STRANDS, **variables)
    assert "errors" not in answer, answer
    return answer["data"]["cables"]["nodes"][0]["strandsConnection"]


def test_pages_follow_each_other_without_gap_or_repetition(ask, network) -> None:
    user = make_user("viewer")
    numbers: list[int] = []
    after = None
    while True:
        page = _page(ask, user, code="K1", first=5, after=after)
        assert page["totalCount"] == 12
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        assert page["nodes"] == [edge["node"] for edge in page["edges"]]
        assert page["pageInfo"]["startCursor"] == page["edges"][0]["cursor"]
        numbers += [node["number"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert numbers == list(range(1, 13))


def test_each_parent_has_its_own_page_and_all_come_from_one_statement(ask, network) -> None:
    user = make_user("viewer")
    query = """{ sites { nodes { code ductsConnection(first: 2) { totalCount
        pageInfo { hasNextPage } nodes { code } } } } }"""
    with CaptureQueriesContext(connection) as captured:
        sites = ask(user, query)["data"]["sites"]["nodes"]
    asked = [one["sql"] for one in captured if "assets_site" in one["sql"]]
    assert len(asked) == 1
    found = {
        site["code"]: (
            [node["code"] for node in site["ductsConnection"]["nodes"]],
            site["ductsConnection"]["totalCount"],
            site["ductsConnection"]["pageInfo"]["hasNextPage"],
        )
        for site in sites
    }
    ends = (["RV", "RV.01"], 4, True)
    assert found == {"A": ends, "B": ([], 0, False), "C": ends}


def test_a_cursor_is_good_for_its_own_parent_list_and_order_only(ask, codes, network) -> None:
    user = make_user("viewer")
    cursor = _page(ask, user, code="K1", first=5)["pageInfo"]["endCursor"]
    assert codes(ask(user, STRANDS, code="K2", first=5, after=cursor)) == ["BAD_CURSOR"]
    assert codes(ask(user, STRANDS, code=None, first=5, after=cursor)) == ["BAD_CURSOR"]
    other = """query($after: String) { cables(filter: {code: "K1"}) { nodes {
        sectionsConnection(after: $after) { nodes { rank } } } } }"""
    assert codes(ask(user, other, after=cursor)) == ["BAD_CURSOR"]
    raw = bytearray(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    raw[-2] ^= 1
    forged = urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode()
    assert codes(ask(user, STRANDS, code="K1", first=5, after=forged)) == ["BAD_CURSOR"]


@pytest.mark.parametrize("first", [0, -1, 101])
def test_a_page_has_a_size(ask, codes, network, first) -> None:
    assert codes(ask(make_user("viewer"), STRANDS, first=first)) == ["BAD_INPUT"]
