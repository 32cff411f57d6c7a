"""The panels of the map: what they say, to whom, and with how many statements."""

import re

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone
from psycopg2.extras import DateRange

from accounts.models import Grant
from assets.models import Address, ColourScheme, ColourStep, Duct
from assets.services import duct as duct_service
from network.models import Damage
from network.services.settle import settle
from quality.services.queue import check_due
from tests.builders import (
    make_bundle,
    make_cable,
    make_duct,
    make_gateway,
    make_granted,
    make_line_network,
    make_organisation,
    make_site,
    make_user,
    place,
)

pytestmark = pytest.mark.django_db


def client_of(user) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def staff():
    return client_of(make_user("viewer"))


@pytest.fixture
def network():
    return make_line_network("A-B-C")


def read(client: Client, kind: str, asset) -> str:
    response = client.get(f"/panel/{kind}/{asset.public_id}/?lang=en")
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_segment_shows_what_lies_in_it(network, staff):
    bundle = make_bundle(network, "A-B-C", tubes=3)
    make_cable(network, "A-B", inside=bundle.tubes.get(number=2), code="K-7")
    settle()

    html = read(staff, "segment", network["A-B"])

    assert "2 of 3 tubes" in text_of(html)
    assert "RV" in html and "K-7" in html
    assert html.count("tube__cable") == 1
    assert f'data-panel="/panel/duct/{bundle.public_id}/"' in html
    assert re.search(r'data-bounds="7\.\d+,5[01]\.\d+,7\.\d+,5[01]\.\d+"', html)


def test_a_pipe_names_the_bundle_pulled_into_it(network, staff):
    """The drawing shows it where the pipe starts only; the list holds for the whole way."""
    pipe = make_duct(network, "A-B-C", code="SR-1")
    inner = make_duct(network, "B-C", code="RV-IN", inside=pipe)
    make_duct(network, "B-C", code="RV-GONE", inside=pipe, life_cycle="removed")
    make_duct(network, "B-C", code="DEEPER", inside=inner)
    said = text_of(read(staff, "duct", pipe))
    listed = said.split("Ducts in it")[1].split("Its way")[0]
    assert "RV-IN" in listed
    assert "RV-GONE" not in listed and "DEEPER" not in listed


def test_a_bundle_tells_how_many_of_its_tubes_are_free_at_every_door(network, staff):
    """A cable in one of three tubes does not make all of them taken, nor the pipe around them."""
    pipe = make_duct(network, "A-B-C", code="SR-1")
    bundle = make_bundle(network, "A-B-C", tubes=3, inside=pipe)
    make_cable(network, "A-B", inside=bundle.tubes.get(number=2))
    settle()
    for duct in (pipe, bundle):
        said = text_of(read(staff, "duct", duct))
        assert "Free today 2 of 3 tubes on the whole way" in said
        way = said.split("Its way, segment by segment")[1]
        assert re.search(r"A-B 100\.\d m · 2 of 3 tubes free", way)
        assert re.search(r"B-C 100\.\d m · 3 of 3 tubes free", way)
        assert "occupied" not in way.split("Reservations")[0]
    assert "2 of 3 tubes free" in text_of(read(staff, "segment", network["A-B"]))
    tubes = text_of(read(staff, "duct", bundle)).split("Tubes made in it")[1]
    assert [tubes.count(word) for word in ("· free", "· occupied")] == [2, 1]


@pytest.mark.parametrize(("kind", "said"), [("tube", "Rohr"), ("bundle", "Rohrverband")])
def test_a_duct_says_once_what_it_is(network, staff, kind, said):
    """Rohr · Rohr told nothing twice."""
    bundle = make_bundle(network, "A-B", tubes=1)
    duct = bundle if kind == "bundle" else bundle.tubes.get()
    answer = staff.get(f"/panel/duct/{duct.public_id}/?lang=de").content.decode()
    assert f'<p class="panel__kind">{said}</p>' in answer


def test_a_cut_tube_counts_once_and_is_called_cut(network, staff):
    bundle = make_bundle(network, "A-B-C", tubes=3)
    duct_service.cut(
        duct=bundle.tubes.get(number=1), site=network["B"], by=make_user("editor"), reason="Abzweig"
    )
    settle()
    said = text_of(read(staff, "duct", bundle))
    assert "3 of 3 tubes on the whole way, 1 of them cut" in said


def test_tubes_have_the_colour_of_their_number(network, staff):
    scheme = ColourScheme.objects.create(code="din", name="DIN", source="test")
    ColourStep.objects.create(
        scheme=scheme, number=2, name_de="grün", name_en="green", hex="#00aa00"
    )
    bundle = make_bundle(network, "A-B", tubes=3)
    bundle.type.colour_scheme = scheme
    bundle.type.save()

    assert 'fill="#00aa00"' in read(staff, "segment", network["A-B"])
    assert "2 · green" in text_of(read(staff, "duct", bundle.tubes.get(number=2)))


def test_damage_is_a_cross_in_the_drawing_and_a_word_in_the_facts(network, staff):
    duct = make_duct(network, "A-B-C")
    day = timezone.localdate()
    section = duct.sections.get(segment=network["A-B"])
    Damage.objects.create(section=section, period=DateRange(day, None), description="crushed")
    settle()

    assert "tube__cross" in read(staff, "segment", network["A-B"])
    assert "tube__cross" not in read(staff, "segment", network["B-C"])
    assert "blocked on part of the way" in text_of(read(staff, "duct", duct))


def test_a_duct_tells_its_way_and_marks_it(network, staff):
    duct = make_duct(network, "A-B-C")

    html = read(staff, "duct", duct)

    assert "200" in text_of(html)
    for segment in network.segments.values():
        assert str(segment.public_id) in re.search(r'data-marked="([^"]*)"', html)[1]


def test_a_cable_counts_its_free_fibres(network, staff):
    assert "12 of 12 fibres" in text_of(read(staff, "cable", make_cable(network, "A-B")))


def test_sites_and_gateways(network, staff):
    gateway = make_gateway(network["A"], "GW-1")
    gateway.antennas.create(number=1, height_m=12.5)

    assert "GW-1" in read(staff, "site", network["A"])
    assert "12.5 m" in text_of(read(staff, "gateway", gateway))


def test_a_segment_takes_the_same_statements_for_few_and_for_many(
    network, staff, django_assert_max_num_queries
):
    make_bundle(network, "A-B", tubes=3)
    make_bundle(network, "B-C", tubes=24, code="RV-2")
    while check_due():
        pass
    for segment in network.segments.values():
        with django_assert_max_num_queries(19):
            read(staff, "segment", segment)


@pytest.mark.parametrize("role", ["partner", None])
def test_what_may_not_be_seen_does_not_exist(network, role):
    client = client_of(make_user(role)) if role else Client()
    duct = make_duct(network, "A-B")
    assets = {
        "site": network["A"],
        "segment": network["A-B"],
        "duct": duct,
        "cable": make_cable(network, "A-B"),
        "gateway": make_gateway(network["A"]),
    }

    for kind, asset in assets.items():
        assert client.get(f"/panel/{kind}/{asset.public_id}/").status_code == 404


def test_a_grant_opens_the_granted_and_names_nobody_else(network):
    owner = make_organisation("geheim", "utility")
    duct = make_duct(network, "A-B", owner=owner)
    hidden = make_duct(network, "A-B", code="R-HIDDEN")
    partner = make_user("partner")
    organisation = make_organisation("traeger", "carrier")
    grant = make_granted(organisation, (duct, network["A"], network["B"]))
    grant.sites.clear()
    client = client_of(partner)

    for html in (read(client, "duct", duct), read(client, "segment", network["A-B"])):
        assert "Geheim" not in html
        assert hidden.code not in html
        assert duct.code in html
        assert "/panel/site/" not in html


@pytest.fixture
def street():
    for number in (9, 10, 11):
        Address.objects.create(
            building_id=f"DENW{number}",
            street="Friedrich-Engels-Straße",
            house_number=number,
            postcode="42103",
            town="Wuppertal",
            geom=place(number),
        )


def found(client: Client, text: str) -> list[tuple[str, str]]:
    results = client.get("/search/", {"q": text}).json()["results"]
    return [(result["kind"], result["label"]) for result in results]


def test_codes_streets_and_addresses_are_found(network, staff, street):
    make_site("S-104", 10, 10)
    make_site("S-1041", 20, 10)

    assert found(staff, "s-104") == [("site", "S-104"), ("site", "S-1041")]
    assert found(staff, "friedrich") == [("street", "Friedrich-Engels-Straße")]
    assert found(staff, "Engels-Str. 10")[0] == ("address", "Friedrich-Engels-Straße 10")
    assert found(staff, "%") == found(staff, "_%") == []


def test_places_are_in_degrees(staff, street):
    result = staff.get("/search/", {"q": "Friedrich-Engels-Straße 10"}).json()["results"][0]

    expected = Point(*place(10).coords, srid=25832)
    expected.transform(4326)
    assert (result["lon"], result["lat"]) == pytest.approx(expected.coords, abs=1e-6)


def test_partners_find_addresses_but_no_plant(network, street):
    partner = client_of(make_user("partner"))

    assert found(partner, "A-B") == []
    assert found(partner, "Engels-Straße 9")[0] == ("address", "Friedrich-Engels-Straße 9")
    assert found(Client(), "Engels-Straße 9") == []


def test_coupled_ends_are_named_at_duct_and_site_as_far_as_they_are_seen(network, staff):
    duct = make_duct(network, "A-B-C", code="MR-1")
    duct_service.cut(duct=duct, site=network["B"], coupled=True, by=None)
    second = Duct.objects.get(code="MR-1/2")
    assert "Coupled duct ends MR-1/2 at site B" in text_of(read(staff, "duct", duct))
    assert "Coupled duct ends MR-1 at site B" in text_of(read(staff, "duct", second))
    assert "Coupled duct ends MR-1 with MR-1/2" in text_of(read(staff, "site", network["B"]))
    partner = make_user("partner")
    grant = Grant.objects.create(
        organisation=partner.memberships.get().organisation,
        case_reference="M-2",
        valid=DateRange(timezone.localdate(), None),
    )
    duct.grants.add(grant)
    network["B"].grants.add(grant)
    for kind, asset in (("duct", duct), ("site", network["B"])):
        assert "MR-1/2" not in read(client_of(partner), kind, asset)
