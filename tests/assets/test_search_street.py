"""Streets are found by their beginning first, then by a part of their name."""

import pytest
from django.contrib.auth.models import AnonymousUser

from assets.models import Address, LifeCycle, Segment
from assets.search import by_segment_name, by_street
from tests.builders import make_line_network, make_user, place

pytestmark = pytest.mark.django_db

STREETS = ("Am Steg", "Stegstraße", "Stephanstraße", "Hauptstraße", "Alte Straße")


@pytest.fixture
def viewer():
    numbers = range(1, 4)
    Address.objects.bulk_create(
        Address(
            building_id=f"{street}-{number}",
            street=street,
            house_number=number,
            town="Wuppertal",
            geom=place(at * 100 + number),
        )
        for at, street in enumerate(STREETS)
        for number in numbers
    )
    return make_user("viewer")


def names(user, text: str, limit: int = 10) -> list[str]:
    return [one.label for one in by_street(user, text, limit)]


def test_each_street_once_and_those_that_begin_so_first(viewer):
    assert names(viewer, "steg") == ["Stegstraße", "Am Steg"]
    assert names(viewer, "ste", 2) == ["Stegstraße", "Stephanstraße"]


def test_two_letters_are_a_beginning_only(viewer):
    """A part of two letters is in almost every name, and no index knows it."""
    assert names(viewer, "st") == ["Stegstraße", "Stephanstraße"]
    assert names(viewer, "al") == ["Alte Straße"]


def test_capitals_sharp_s_and_the_short_form_do_not_matter(viewer):
    for text in ("hauptstraße", "HAUPTSTRAßE", "Hauptstr.", "Hauptstrasse", "Hauptstraße 2"):
        assert names(viewer, text) == ["Hauptstraße"]


@pytest.mark.parametrize("text", ["%%%", "___", "\\", "St_g", "Steg%"])
def test_signs_of_patterns_mean_themselves(viewer, text):
    assert names(viewer, text) == []


def test_it_stands_in_the_middle_of_its_addresses(viewer):
    [found] = by_street(viewer, "Hauptstraße", 10)

    middle = place(302).transform(4326, clone=True)
    assert (found.lon, found.lat) == pytest.approx((middle.x, middle.y), abs=1e-6)


def test_strangers_find_none(viewer):
    make_line_network("A-B")
    Segment.objects.update(name="Stegbrücke")
    assert names(AnonymousUser(), "steg") == []
    assert by_segment_name(AnonymousUser(), "steg", 10) == []


def test_a_street_that_no_address_names_is_found_by_its_segments(viewer):
    network = make_line_network("A-B-C-D")
    for code, name in (("A-B", "Kaiserstraße"), ("B-C", "Kaiserstraße"), ("C-D", "Hauptstraße")):
        Segment.objects.filter(code=code).update(name=name)
    assert by_segment_name(viewer, "Hauptstr.", 10) == [], "its addresses say where it is"
    [found] = by_segment_name(viewer, "kaiserstr. 7", 10)
    assert (found.label, found.detail, found.rank) == ("Kaiserstraße", "2 Trassenabschnitte", 1)
    middle = network["B"].geom.transform(4326, clone=True)
    assert (found.lon, found.lat) == pytest.approx((middle.x, middle.y), abs=1e-6)

    Segment.objects.update(life_cycle=LifeCycle.REMOVED)
    assert by_segment_name(viewer, "Kaiser", 10) == []
