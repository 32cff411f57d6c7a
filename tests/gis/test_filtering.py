"""Filters of an address: one format for tiles, lists and forms; anything else is refused."""

import re
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.models import Segment, Site
from gis import filtering
from gis.refusals import Refusal
from tests.builders import (
    make_cable,
    make_gateway,
    make_line_network,
    make_organisation,
    make_user,
    place,
)
from tests.gis.test_tiles import client_of, tile_of

pytestmark = pytest.mark.django_db

RESERVED = {"lang", "z", "c", "l", "bg", "s", "t", "a", "b", "w", "p", "layer", "after"}
"""What else the address of the map holds (`gis/web/src/url-state.ts`)."""


@pytest.fixture
def network():
    network = make_line_network("A-B-C-D")
    Segment.objects.filter(code="B-C").update(kind="drilled", built_year=1999)
    Segment.objects.filter(code="C-D").update(kind="bridge")
    return network


def codes(query: str, role: str = "viewer") -> list[str]:
    rows = filtering.read(QueryDict(query), make_user(role)).rows
    return sorted(rows.values_list("code", flat=True))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("layer=segments", ["A-B", "B-C", "C-D"]),
        ("layer=segments&kind=drilled", ["B-C"]),
        ("layer=segments&kind=drilled&kind=bridge", ["B-C", "C-D"]),
        ("layer=segments&kind=drilled&built_to=2000&lang=de", ["B-C"]),
        ("layer=segments&kind=&code=&owner=", ["A-B", "B-C", "C-D"]),
        ("layer=segments&owner=stadt&code_starts_with=C", ["C-D"]),
        ("layer=segments&owner=nobody", []),
        ("layer=sites&in_box=7.1369,51.2560,7.1371,51.2570", ["A"]),
        ("layer=sites&near=7.13699,51.25653,5", ["A"]),
        ("layer=sites&within=7.1369,51.2560,7.1371,51.2560,7.1371,51.2570,7.1369,51.2570", ["A"]),
    ],
)
def test_an_address_names_list_and_filters(network, query, expected):
    assert codes(query) == expected


def test_removed_plant_is_in_no_list(network):
    Site.objects.filter(code="D").update(life_cycle="removed")

    assert codes("layer=sites") == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("", "UNKNOWN_LAYER", "layer"),
        ("layer=nothing", "UNKNOWN_LAYER", "layer"),
        ("layer=corridor", "UNKNOWN_LAYER", "layer"),
        ("layer=segments&colour=red", "UNKNOWN_FILTER", "colour"),
        ("layer=sites&surface=asphalt", "UNKNOWN_FILTER", "surface"),
        ("layer=segments&kind=teleport", "BAD_INPUT", "kind"),
        ("layer=segments&life_cycle=removed", "BAD_INPUT", "life_cycle"),
        ("layer=segments&built_from=old", "BAD_INPUT", "built_from"),
        ("layer=segments&changed_since=yesterday", "BAD_INPUT", "changed_since"),
        ("layer=segments&in_box=1,2,3", "BAD_INPUT", "in_box"),
        ("layer=segments&in_box=a,b,c,d", "BAD_INPUT", "in_box"),
        ("layer=segments&in_box=8,51,7,52", "INVALID_GEOMETRY", "in_box"),
        ("layer=segments&in_box=nan,51,7,52", "INVALID_GEOMETRY", "in_box"),
        ("layer=segments&near=7,51,1e9", "BAD_INPUT", "near"),
        ("layer=segments&within=7,51,8,52", "INVALID_GEOMETRY", "within"),
        ("layer=segments&within=7", "BAD_INPUT", "within"),
        ("layer=segments&code=%00", "BAD_INPUT", "code"),
    ],
)
def test_anything_else_is_refused_with_the_field_and_changes_no_door(network, query, code, field):
    with pytest.raises(Refusal) as refused:
        assert filtering.read(QueryDict(query), make_user("viewer")).rows
    assert (refused.value.code, refused.value.field) == (code, field)

    answer = client_of("viewer").get(f"/list/?{query}")
    assert answer.status_code == 400
    said = answer.json()
    assert (said["code"], said["field"]) == (code, field)
    assert said["message"]


def test_every_wrong_field_is_named(network):
    said = client_of("viewer").get("/list/?layer=segments&kind=x&built_from=y").json()

    assert set(said["fields"]) == {"kind", "built_from"}


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.sampled_from(["segments", "sites", "cables", "gateways", "ducts"]),
    st.dictionaries(
        st.sampled_from(
            [
                "kind",
                "built_from",
                "owner",
                "in_box",
                "near",
                "within",
                "changed_since",
                "eui",
                "fibres_from",
                "can_open",
                "code",
                "inner_mm_from",
                "life_cycle",
            ]
        ),
        st.one_of(
            st.text(max_size=20),
            st.sampled_from(["1e400", "-1", "9" * 40, "NaN", "Infinity", "0001-01-01", "true"]),
            st.lists(st.floats(), min_size=1, max_size=8).map(lambda n: ",".join(map(str, n))),
        ),
        max_size=4,
    ),
)
def test_no_text_is_a_fault_of_ours(layer, values):
    query = QueryDict(urlencode({"layer": layer, **values}, errors="surrogatepass"))
    try:
        list(filtering.read(query, make_user("viewer")).rows[:1])
    except Refusal as refusal:
        assert str(refusal)


def test_filters_have_names_that_the_map_does_not_use_otherwise():
    used = {name for one in filtering.all_listings() for name in one.filterset.base_filters}

    assert used & RESERVED == set()


def fetch(client: Client, query: str, z: int = 14, layer: str = "segments"):
    z, x, y = tile_of(Site.objects.get(code="B").geom, z)
    return client.get(f"/tiles/{layer}/{z}/{x}/{y}.mvt?{query}")


@pytest.mark.parametrize("z", [14, 17])
def test_tiles_hold_what_the_filters_leave(network, z):
    client = client_of("viewer")

    content = fetch(client, "kind=drilled", z).content

    assert b"B-C" in content
    assert b"A-B" not in content
    assert b"A-B" in fetch(client, "", z).content


@pytest.mark.parametrize("z", [7, 9, 11])
def test_tiles_of_small_scales_are_filtered_too(network, z):
    Segment.objects.filter(code="B-C").update(life_cycle="planned")
    client = client_of("viewer")

    content = fetch(client, "kind=drilled", z).content

    assert b"planned" in content
    assert b"in_service" not in content
    assert b"B-C" not in content
    assert fetch(client, "kind=riser", z).content == b""


@pytest.mark.parametrize(
    ("layer", "query"),
    [("segments", "kind=x"), ("segments", "foo=1"), ("corridor", "kind=drilled")],
)
def test_a_tile_refuses_what_it_cannot_be_filtered_by(network, layer, query):
    answer = fetch(client_of("viewer"), query, layer=layer)

    assert answer.status_code == 400
    assert answer.json()["message"]


def test_a_filter_opens_nothing(network):
    make_cable(network, "A-B", code="K-1")
    make_gateway(network["A"], "GW-1")
    for role in ("partner", None):
        client = client_of(role) if role else Client()
        for layer in ("segments", "sites", "cables", "gateways", "ducts"):
            answer = client.get("/list/", {"layer": layer, "owner": "stadt"})
            assert b"data-panel" not in answer.content
        assert fetch(client, "kind=drilled").content == b""
        assert fetch(client, "kind=drilled", 9).content == b""


def test_a_stranger_is_not_told_by_a_filter_whose_plant_it_is(network):
    """A contractor sees plant in the own area, but only the own organisation as a choice."""
    other = make_organisation("telco", "carrier")
    Segment.objects.filter(code="A-B").update(owner=other)

    assert codes("layer=segments", "contractor_editor") == ["A-B", "B-C", "C-D"]
    assert codes("layer=segments&owner=telco", "contractor_editor") == []
    form = client_of("contractor_editor").get("/filter/?layer=segments").content.decode()
    assert "Telco" not in form
    assert "Telco" in client_of("viewer").get("/filter/?layer=segments").content.decode()


def test_the_list_is_paged_by_keyset_and_every_page_comes_once():
    make_line_network("-".join(f"S{number:03}" for number in range(120)))
    client, found, after = client_of("viewer"), [], None
    while after != "":
        query = {"layer": "sites", **({"after": after} if after else {})}
        html = client.get("/list/", query).content.decode()
        found += re.findall(r">(S\d+)</a>", html)
        after = re.search(r'data-next="([^"]*)"', html)[1]

    assert found == [f"S{number:03}" for number in range(120)]


def bounds_of(client: Client, query: str) -> list[float]:
    html = client.get(f"/list/?{query}").content.decode()
    return [float(edge) for edge in re.search(r'data-bounds="([^"]*)"', html)[1].split(",") if edge]


def test_a_list_says_where_on_the_map_it_lies(network):
    client = client_of("viewer")
    make_cable(network, "A-B-C")
    make_gateway(network["B"])
    b, c = (place(east).transform(4326, clone=True).coords for east in (100, 200))

    assert bounds_of(client, "layer=segments&kind=drilled") == pytest.approx(
        [b[0], b[1], c[0], c[1]], abs=1e-5
    )
    assert bounds_of(client, "layer=sites&code=B") == pytest.approx([*b, *b], abs=1e-5)
    assert bounds_of(client, "layer=gateways") == pytest.approx([*b, *b], abs=1e-5)
    assert bounds_of(client, "layer=cables")[2] == pytest.approx(c[0], abs=1e-5)
    assert bounds_of(client, "layer=segments&code=nothing") == []


def test_a_cursor_of_another_filter_is_refused():
    make_line_network("-".join(f"S{number:03}" for number in range(60)))
    client = client_of("viewer")
    html = client.get("/list/?layer=sites&code_starts_with=S").content.decode()
    after = re.search(r'data-next="([^"]+)"', html)[1]

    answer = client.get("/list/", {"layer": "sites", "code_starts_with": "S0", "after": after})

    assert (answer.status_code, answer.json()["code"]) == (400, "BAD_CURSOR")


def test_a_page_takes_the_same_number_of_statements_for_one_row_and_for_many(
    django_assert_num_queries,
):
    make_line_network("A-B")
    client = client_of("viewer")
    client.get("/list/?layer=segments&kind=open_cut")
    with django_assert_num_queries(4):
        client.get("/list/?layer=segments&kind=open_cut")
    make_line_network("-".join(f"S{number:03}" for number in range(60)))
    with django_assert_num_queries(4):
        client.get("/list/?layer=segments&kind=open_cut")


def test_the_form_is_filled_in_with_what_the_address_says_even_if_it_is_wrong(network):
    html = client_of("viewer").get("/filter/?layer=segments&kind=drilled&built_from=old").content

    text = html.decode()
    assert re.search(r'value="drilled" checked', text)
    assert re.search(r'name="built_from"[^>]*value="old"', text)
    assert "<details" in text
    assert client_of("viewer").get("/filter/?layer=nothing").status_code == 400


def test_the_form_in_german(network):
    text = client_of("viewer").get("/filter/?layer=segments&lang=de").content.decode()

    for word in ("Eigentümer", "Gebohrt", "Nur was die Karte gerade zeigt", "Weitere Filter"):
        assert word in text
