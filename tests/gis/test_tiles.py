"""Vector tiles: what they hold, who gets them, and what is refused."""

import gzip
import json
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection, transaction
from django.test import Client

from assets.models import Segment, Site
from gis import layers
from gis.tiles import TileAddress
from tests.builders import (
    Network,
    make_cable,
    make_duct,
    make_gateway,
    make_line_network,
    make_segment,
    make_site,
    make_user,
    place,
)

pytestmark = pytest.mark.django_db


def tile_of(point: Point, z: int) -> tuple[int, int, int]:
    """Level, column and row of the tile that holds a point."""
    point = point.clone()
    point.transform(3857)
    world = 20_037_508.342789244
    size = 2 * world / (1 << z)
    return z, int((point.x + world) / size), int((world - point.y) / size)


def fetch(client: Client, layer: str, z: int = 14, **headers: str):
    z, x, y = tile_of(place(50), z)
    return client.get(f"/tiles/{layer}/{z}/{x}/{y}.mvt", headers=headers)


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role))
    return client


@pytest.fixture
def network():
    network = make_line_network("A-B")
    make_duct(network, "A-B")
    make_cable(network, "A-B", code="K-EXACT")
    make_gateway(network["A"], "GW-EXACT")
    return network


@pytest.mark.parametrize(
    ("layer", "code"),
    [
        ("segments", b"A-B"),
        ("sites", b"chamber"),
        ("cables", b"K-EXACT"),
        ("gateways", b"GW-EXACT"),
    ],
)
def test_staff_get_every_layer_with_its_properties(network, layer, code):
    response = fetch(client_of("viewer"), layer)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert code in response.content
    assert layer.encode() in response.content


@pytest.mark.parametrize(("pixels", "is_there"), [(-5, True), (20, True), (60, False)])
def test_what_lies_just_outside_is_there_so_that_it_can_be_hit(pixels, is_there):
    """A finger reaches 16 pixels, over the edge of a tile, too."""
    z, x, y = tile_of(place(0), 14)
    world, size = 20_037_508.342789244, 2 * 20_037_508.342789244 / (1 << 14)
    east = (x + 1) * size - world + pixels * size / 512
    ends = [Point(east, world - (y + at) * size, srid=3857) for at in (0.4, 0.6)]
    sites = []
    for number, end in enumerate(ends):
        sites.append(make_site(f"S-{number}"))
        Site.objects.filter(pk=sites[-1].pk).update(geom=end.transform(25832, clone=True))
        sites[-1].refresh_from_db()
    make_segment(*sites, code="BESIDE")

    answer = client_of("viewer").get(f"/tiles/segments/{z}/{x}/{y}.mvt")

    assert (b"BESIDE" in answer.content) == is_there


@pytest.mark.parametrize("layer", ["segments", "sites", "cables", "gateways"])
@pytest.mark.parametrize("role", [None, "partner"])
def test_nothing_exact_leaves_for_others(network, layer, role):
    client = client_of(role) if role else Client()

    assert fetch(client, layer).content == b""


def test_partners_get_cells_that_do_not_tell_where_in_them_a_line_runs():
    partner = client_of("partner")
    cells = []
    for north in (10, 37):
        with transaction.atomic():
            sites = {"A": make_site("A", 60, north), "B": make_site("B", 140, north)}
            segment = make_segment(sites["A"], sites["B"])
            make_duct(Network(sites, {"A-B": segment}), "A-B")
            cells.append(fetch(partner, "corridor").content)
            transaction.set_rollback(True)

    assert segment.code.encode() not in cells[0]
    assert cells[0] == cells[1] != b""


def test_protected_plant_is_not_in_the_corridor(network):
    Segment.objects.filter(pk=network["A-B"].pk).update(publication="protected")

    assert fetch(client_of("partner"), "corridor").content == b""


def test_a_cell_is_whole_in_every_tile_that_it_reaches(network):
    """Else it would tell on which side of a tile's edge the segment runs."""
    z, x, y = tile_of(place(50), 17)
    edge = 0.0
    while not 5 < edge % 50 < 25:  # a cell of which more than half lies beyond the tile
        x += 1
        edge = right_edge(z, x, y)
    east = edge // 50 * 50 + 48 - place(0).x
    sites = {"X": make_site("X", east), "Y": make_site("Y", east, 3)}
    segment = make_segment(sites["X"], sites["Y"])
    make_duct(Network(sites, {"X-Y": segment}), "X-Y")
    address = f"/tiles/corridor/{z}/{x}/{y}.mvt"
    assert b"cap" in client_of("partner").get(address).content


def right_edge(z: int, x: int, y: int) -> float:
    """Of a tile, in metres of the storage grid."""
    world = 20_037_508.342789244
    size = 2 * world / (1 << z)
    edge = Point((x + 1) * size - world, world - (y + 0.5) * size, srid=3857)
    edge.transform(25832)
    return edge.x


def test_staff_have_no_corridor_and_the_unknown_have_nothing(network):
    assert fetch(client_of("planner"), "corridor").content == b""
    assert fetch(Client(), "corridor").content == b""


def test_a_contractor_gets_what_lies_in_the_own_area_only():
    network = make_line_network("A-B")
    make_site("FAR", 0, 4_000)
    contractor = client_of("contractor_editor")

    assert b"A-B" in fetch(contractor, "segments").content
    z, x, y = tile_of(place(0, 4_000), 14)
    assert contractor.get(f"/tiles/sites/{z}/{x}/{y}.mvt").content == b""
    assert network["A"].pk


def test_free_capacity_is_up_to_date(network):
    client = client_of("viewer")
    before = fetch(client, "segments")
    duct = make_duct(network, "A-B")

    after = fetch(client, "segments", **{"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    duct.refresh_from_db()
    assert network["A-B"].capacity.tubes_total == 2


def test_an_unchanged_tile_is_not_sent_again(network):
    client = client_of("viewer")
    first = fetch(client, "segments")

    again = fetch(client, "segments", **{"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert "private" in first["Cache-Control"]
    assert "Cookie" in first["Vary"]


def test_large_tiles_are_compressed_for_those_who_can_read_it():
    make_line_network("-".join(f"S{number:03}" for number in range(40)))
    client = client_of("viewer")

    plain = fetch(client, "sites", 13)
    packed = fetch(client, "sites", 13, **{"Accept-Encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] == plain["ETag"]


@pytest.mark.parametrize(
    "path",
    [
        "/tiles/unknown/14/0/0.mvt",
        "/tiles/segments/14/16384/0.mvt",
        "/tiles/segments/14/0/16384.mvt",
        "/tiles/segments/18/0/0.mvt",
        "/tiles/segments/999999999999/0/0.mvt",
        "/tiles/segments/-1/0/0.mvt",
        "/tiles/segments/14/0/0.png",
        "/tiles/segments/14/1e3/0.mvt",
        "/tiles/segments';--/14/0/0.mvt",
    ],
)
def test_addresses_outside_the_world_do_not_exist(path):
    assert client_of("viewer").get(path).status_code == 404


def test_tiles_below_the_first_level_are_empty(network):
    assert fetch(client_of("viewer"), "sites", 12).content == b""


@pytest.mark.parametrize("z", range(7, 12))
def test_coarse_far_away_but_there(network, z):
    content = fetch(client_of("viewer"), "segments", z).content

    assert b"in_service" in content
    assert b"A-B" not in content


def test_a_quarter_keeps_what_colours_say_but_no_identity(network):
    content = fetch(client_of("viewer"), "segments", 12).content

    for said in (b"open_cut", b"in_service", b"stadt", b"cap"):
        assert said in content
    assert b"A-B" not in content
    assert str(network["A-B"].public_id).encode() not in content


@pytest.mark.parametrize("z", [7, 10, 12])
def test_gateways_that_stand_close_together_are_one_mark_with_their_number(network, z):
    """Antennas of a whole city would hide its plant."""
    client, here = client_of("viewer"), TileAddress(*tile_of(place(50), z))
    assert b"GW-EXACT" in fetch(client, "gateways", z).content
    [alone] = gateways_on(here)
    assert (alone["code"], alone["number"]) == ("GW-EXACT", None)
    make_gateway(network["B"], "GW-BESIDE")
    make_gateway(network["B"], "GW-GONE", life_cycle="removed")

    [together] = gateways_on(here)

    assert together == {
        "number": 2,
        **dict.fromkeys(["id", "code", "life_cycle", "owner"]),
    }
    assert b"number" in fetch(client, "gateways", z).content
    assert len(gateways_on(TileAddress(*tile_of(place(50), 13)))) == 2
    assert fetch(client_of("partner"), "gateways", z).content == b""


def test_neighbouring_tiles_show_the_same_number_at_their_edge():
    """Cells are counted whole, also beyond the edge of the tile."""
    z, x, y = tile_of(place(0), 12)
    edge = right_edge(z, x, y) - place(0).x
    cell_m = 40_075_016.7 / (1 << z) / 8 * 0.626
    for share in (0.05, 0.7):
        make_gateway(make_site(f"S-{share}", edge + share * cell_m))

    for column in (x, x + 1):
        assert [one["number"] for one in gateways_on(TileAddress(z, column, y))] == [2]


def gateways_on(address: TileAddress) -> list[dict[str, Any]]:
    """What the tile says of each mark, for staff."""
    rows = layers.find("gateways").rows(make_user("viewer"), address.z, None)
    sql = rows.sql.replace("{box}", address.box).replace("{reach}", address.reach)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT to_jsonb(mark) - 'geom' FROM ({sql}) mark WHERE geom IS NOT NULL", rows.params
        )
        return [json.loads(row[0]) for row in cursor.fetchall()]


@pytest.mark.parametrize("z", [9, 11])
def test_far_away_too_each_sees_only_what_is_theirs(network, z):
    """A contractor's area ends before a second network, which staff see."""
    make_segment(make_site("FAR1", 0, 9_000), make_site("FAR2", 0, 9_900), life_cycle="planned")
    contractor, partner = client_of("contractor_editor"), client_of("partner")

    assert b"in_service" in fetch(contractor, "segments", z).content
    assert b"planned" not in fetch(contractor, "segments", z).content
    assert b"planned" in fetch(client_of("viewer"), "segments", 9).content
    assert fetch(partner, "segments", z).content == b""
    assert b"cap" in fetch(partner, "corridor", z).content


def test_protected_plant_is_not_in_the_corridor_of_small_scales(network):
    Segment.objects.update(publication="protected")

    assert fetch(client_of("partner"), "corridor", 10).content == b""


def test_removed_plant_is_gone(network):
    network["A-B"].duct_sections.all()
    site = make_site("GONE", 10, 10, life_cycle="removed")

    assert site.code.encode() not in fetch(client_of("viewer"), "sites").content


def test_only_reading_is_allowed(network):
    z, x, y = tile_of(place(50), 14)
    assert client_of("viewer").post(f"/tiles/segments/{z}/{x}/{y}.mvt").status_code == 405


def test_a_layer_name_is_taken_once():
    with pytest.raises(ValueError, match="sites"):
        layers.register(layers.find("sites"))


@pytest.mark.parametrize(
    ("address", "valid"),
    [
        ((0, 0, 0), True),
        ((1, 1, 1), True),
        ((1, 2, 0), False),
        ((17, 0, 0), True),
        ((18, 0, 0), False),
    ],
)
def test_addresses(address, valid):
    assert TileAddress(*address).is_valid is valid
