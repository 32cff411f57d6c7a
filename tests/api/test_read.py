"""Reading: lists, pages, edges, geometry, and how many statements each takes."""

import pytest

from network.services.settle import settle
from registry_api.nodes import to_global_id
from tests.builders import (
    make_bundle,
    make_cable,
    make_duct,
    make_gateway,
    make_line_network,
    make_user,
)

pytestmark = pytest.mark.django_db

DEEP = """
query($first: Int) {
  segments(first: $first) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      id code lengthM geometry kind lifeCycle owner { code }
      startSite { code geometry } endSite { code }
      ductSections { position duct { code type { code kind } colour { hex } }
        children { position duct { code number } occupancy { state largestCableMm }
          cableSections { cable { code fibreCount } } } }
    }
  }
}
"""


@pytest.fixture
def network():
    """A-B-C with a bundle of three tubes; a cable in the first."""
    network = make_line_network("A-B-C, B-D")
    bundle = make_bundle(network, "A-B-C", tubes=3)
    make_cable(network, "A-B-C", inside=bundle.tubes.get(number=1), code="K")
    make_gateway(network["D"], "GW")
    settle()
    return network


def test_a_list_with_all_that_hangs_on_it(ask, network) -> None:
    answer = ask(make_user("viewer"), DEEP)
    assert "errors" not in answer
    segments = answer["data"]["segments"]
    assert segments["totalCount"] == 3
    first = segments["nodes"][0]
    assert first["code"] == "A-B"
    assert first["geometry"]["type"] == "LineString"
    assert first["lengthM"] == pytest.approx(100, abs=0.1)
    assert (first["startSite"]["code"], first["endSite"]["code"]) == ("A", "B")
    (bundle,) = first["ductSections"]
    assert [tube["position"] for tube in bundle["children"]] == [1, 2, 3]
    states = [tube["occupancy"]["state"] for tube in bundle["children"]]
    assert states == ["OCCUPIED", "FREE", "FREE"]
    assert bundle["children"][0]["cableSections"][0]["cable"] == {"code": "K", "fibreCount": 12}


def test_pages_follow_each_other_without_gap_or_repetition(ask, network) -> None:
    user = make_user("viewer")
    query = """query($first: Int, $after: String, $last: Int, $before: String) {
      sites(first: $first, after: $after, last: $last, before: $before) {
        edges { cursor node { code } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
    codes, after = [], None
    while True:
        page = ask(user, query, first=1, after=after)["data"]["sites"]
        codes += [edge["node"]["code"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert codes == ["A", "B", "C", "D"]
    back = ask(user, query, last=2, before=after)["data"]["sites"]
    assert [edge["node"]["code"] for edge in back["edges"]] == ["B", "C"]
    assert back["pageInfo"]["hasPreviousPage"] and back["pageInfo"]["hasNextPage"]


@pytest.mark.parametrize("order", ["CODE", "NEWEST", "LAST_CHANGED"])
def test_every_order_pages(ask, network, order) -> None:
    query = """query($order: AssetOrder, $after: String) {
      sites(first: 2, orderBy: $order, after: $after) {
        nodes { code } pageInfo { endCursor } } }"""
    user = make_user("viewer")
    one = ask(user, query, order=order)["data"]["sites"]
    two = ask(user, query, order=order, after=one["pageInfo"]["endCursor"])["data"]["sites"]
    found = [node["code"] for node in one["nodes"] + two["nodes"]]
    assert sorted(found) == ["A", "B", "C", "D"]


def test_nodes_by_global_id(ask, network) -> None:
    site, segment = network["A"], network["A-B"]
    ids = [
        to_global_id("Segment", segment.public_id),
        to_global_id("Site", site.public_id),
        to_global_id("Site", "00000000-0000-4000-8000-000000000000"),
    ]
    query = """query($ids: [ID!]!) { nodes(ids: $ids) {
      __typename id ... on Site { code kind } ... on Segment { code startSite { code } } } }"""
    answer = ask(make_user("viewer"), query, ids=ids)
    assert "errors" not in answer
    found = answer["data"]["nodes"]
    assert [one and one["__typename"] for one in found] == ["Segment", "Site", None]
    assert found[0]["startSite"] == {"code": "A"}
    assert found[1]["id"] == ids[1]


def test_aliases_with_different_arguments_keep_apart(ask, network) -> None:
    query = """{ ducts(first: 1) { nodes { one: tubes(first: 1) { number } all: tubes { number } } }
                 again: ducts(first: 1) { a: nodes { tubes(first: 2) { code } }
                                          b: nodes { tubes(first: 1) { code } } } }"""
    data = ask(make_user("viewer"), query)["data"]
    duct = data["ducts"]["nodes"][0]
    assert (len(duct["one"]), len(duct["all"])) == (1, 3)
    assert len(data["again"]["a"][0]["tubes"]) == 2
    assert len(data["again"]["b"][0]["tubes"]) == 1


def test_fragments_and_directives(ask, network) -> None:
    query = """query($no: Boolean = false) { gateways { nodes { ...facts site { ...place } } } }
      fragment facts on Gateway { code eui @skip(if: true) ... @include(if: $no) { chip } }
      fragment place on Site { code ... on Asset { version } }"""
    (gateway,) = ask(make_user("viewer"), query)["data"]["gateways"]["nodes"]
    assert gateway == {"code": "GW", "site": {"code": "D", "version": 1}}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"code": "A"}, ["A"]),
        ({"codeStartsWith": "A"}, ["A"]),
        ({"kind": ["CHAMBER"]}, ["A", "B", "C", "D"]),
        ({"kind": ["MAST"]}, []),
        ({"owner": "stadt"}, ["A", "B", "C", "D"]),
        ({"owner": "nobody"}, []),
        ({"near": {"lon": 7.1385, "lat": 51.2548, "distanceM": 20000}}, ["A", "B", "C", "D"]),
        ({"inBox": {"west": 7, "south": 51, "east": 7.1, "north": 51.1}}, []),
        ({"inBox": {"west": 7, "south": 51, "east": 7.3, "north": 51.4}}, ["A", "B", "C", "D"]),
        (
            {
                "within": {
                    "type": "Polygon",
                    "coordinates": [[[7, 51], [7.3, 51], [7, 51.5], [7, 51]]],
                }
            },
            ["A", "B", "C", "D"],
        ),
    ],
)
def test_filters(ask, network, filters, found) -> None:
    query = "query($f: SiteFilter) { sites(filter: $f) { totalCount nodes { code } } }"
    answer = ask(make_user("viewer"), query, f=filters)
    assert [node["code"] for node in answer["data"]["sites"]["nodes"]] == found
    assert answer["data"]["sites"]["totalCount"] == len(found)


def test_ducts_and_cables_show_their_way(ask, network) -> None:
    make_duct(network, "A-B", code="Z")
    query = """{ ducts(filter: {code: "RV"}) { nodes { lengthM geometry sections { rank } } }
                 cables { nodes { lengthM geometry tubes { number colour { hex } }
                                  strands(fromNumber: 11) { number occupancy } } } }"""
    data = ask(make_user("viewer"), query)["data"]
    duct, cable = data["ducts"]["nodes"][0], data["cables"]["nodes"][0]
    assert duct["geometry"]["type"] == "LineString"
    assert duct["lengthM"] == pytest.approx(200, abs=0.2)
    assert cable["lengthM"] == pytest.approx(200, abs=0.2)
    assert [strand["number"] for strand in cable["strands"]] == [11, 12]


def test_viewer(ask) -> None:
    query = "{ viewer { email capabilities organisations { code } } }"
    assert ask(None, query)["data"] == {"viewer": None}
    found = ask(make_user("partner"), query)["data"]["viewer"]
    assert found["capabilities"] == ["SEE_OWN_CASES", "SEARCH_ROUTES", "RESERVE"]
    assert found["organisations"] == [{"code": "traeger"}]


def test_without_a_login_nothing_is_told(ask, network, codes) -> None:
    answer = ask(None, "{ ...x } fragment x on Query { sites { totalCount } }")
    assert (answer["status"], codes(answer)) == (401, ["UNAUTHENTICATED"])
