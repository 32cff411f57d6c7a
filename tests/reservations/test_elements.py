"""From an area or a list to ducts; to partners an area tells classes of free room only."""

from __future__ import annotations

import pytest
from django.contrib.gis.geos import Polygon

from accounts.models import User
from gis import srid
from gis.refusals import NotPermitted
from network.availability import State
from network.services.capacity_summary import refresh_due
from reservations.access import holding
from reservations.models import ClaimState, RequestKind
from reservations.services import access_request, decide, elements, naming, offer
from reservations.services.requested import Stretch
from reservations.services.reserve import reserve
from tests.refused import refused_as
from tests.reservations.access.cases import drafted, granted, stretch, tariff

pytestmark = pytest.mark.django_db


def around(scene, *names: str, by: float = 5) -> Polygon:
    lines = [scene.network.segments[name].geom for name in names]
    shape = lines[0]
    for line in lines[1:]:
        shape = shape.union(line)
    box = Polygon.from_bbox(shape.buffer(by).extent)
    box.srid = srid.STORAGE
    return box


def found(scene, *names: str, **facts) -> dict[str, tuple[str, str]]:
    answer = elements.in_area(around(scene, *names, **facts), scene.period, scene.officer)
    return {
        one.duct.code: (one.from_site.code, one.to_site.code)
        for one in answer.stretches
        if one.duct.bundle_id
    }


def test_ducts_that_lie_within_are_found_from_site_to_site(scene) -> None:
    whole = found(scene, "A-B", "B-C")
    assert whole == {f"RV.0{number}": ("A", "C") for number in (1, 2, 3, 4)}
    assert found(scene, "A-B")["RV.01"] == ("A", "B")


def test_what_only_reaches_in_is_not_within(scene) -> None:
    line = scene.network.segments["A-B"].geom
    half = Polygon.from_bbox(line.interpolate(line.length / 2).buffer(line.length / 4).extent)
    half.srid = srid.STORAGE
    assert elements.in_area(half, scene.period, scene.officer).stretches == []


def test_each_says_whether_it_is_free_all_the_time(scene) -> None:
    reserve(
        units=[stretch(scene, 2, "B", "C")],
        period=scene.period,
        idempotency_key="x",
        by=scene.south,
    )
    answer = elements.in_area(around(scene, "A-B", "B-C"), scene.period, scene.officer)
    states = {one.duct.code: one.state for one in answer.stretches}
    assert (states["RV.01"], states["RV.02"]) == (State.FREE, State.RESERVED)


def test_a_partner_gets_classes_and_no_plant(scene) -> None:
    refresh_due()
    granted(scene, 1)
    near = elements.in_area(around(scene, "A-B"), scene.period, scene.north)
    assert near.stretches == []
    assert sum(near.cells_by_class.values()) > 0
    line = scene.network.segments["A-B"].geom
    west, south = (edge // 50 * 50 for edge in line.interpolate(line.length / 2).coords)
    corner = Polygon.from_bbox((west + 1, south + 1, west + 2, south + 2))
    corner.srid = srid.STORAGE
    assert sum(elements.in_area(corner, scene.period, scene.north).cells_by_class.values()) == 1


def test_a_list_names_ducts_with_or_without_their_sites(scene) -> None:
    units = naming.from_list("RV.01\n\n RV.02 ; A ; B \nRV.03\tB\tC\n", scene.officer)
    a, b, c = (scene.network[name].pk for name in "ABC")
    assert units == [
        Stretch(scene.tube(1).pk, a, c),
        Stretch(scene.tube(2).pk, a, b),
        Stretch(scene.tube(3).pk, b, c),
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("RV.01\nRV.99", [2]),
        ("RV.01;A;X", [1]),
        ("RV.01;A;A", [1]),
        ("RV.01;A", [1]),
        ("=cmd()\nRV.0\x001", [1, 2]),
    ],
)
def test_lines_that_name_nothing_are_told_by_number(scene, text: str, lines: list[int]) -> None:
    with refused_as("NOT_FOUND") as refused:
        naming.from_list(text, scene.officer)
    assert refused.value.details["lines"] == lines


def test_a_partner_names_by_code_what_it_was_granted_only(scene) -> None:
    granted(scene, 1)
    assert len(naming.from_list("RV.01", scene.north)) == 1
    for viewer, text in ((scene.north, "RV.02"), (scene.south, "RV.01")):
        with refused_as("NOT_FOUND"):
            naming.from_list(text, viewer)


def test_of_what_is_seen_in_part_a_partner_names_that_part_only(scene) -> None:
    """Neither the whole nor sites beyond: found or not would tell where the duct runs on."""
    units = [stretch(scene, 1, "A", "B")]
    held = reserve(units=units, period=scene.period, idempotency_key="x", by=scene.north)
    decide.confirm(claim=held, by=scene.officer)
    north = User.objects.get(pk=scene.north.pk)
    assert naming.from_list("RV.01;B;A", north) == [stretch(scene, 1, "B", "A")]
    for text in ("RV.01", "RV.01;A;C", "RV.01;B;C"):
        with refused_as("NOT_FOUND"):
            naming.from_list(text, north)
    shape = around(scene, "A-B", "B-C")
    inside = elements.stretches_in(shape, scene.period, north)
    assert {(one.duct.code, one.to_site.code) for one in inside} == {("RV.01", "B")}


def test_what_is_listed_twice_is_named_once(scene) -> None:
    assert len(naming.from_list("RV.01, RV.01;A;C\nRV.02", scene.officer)) == 2


def test_an_empty_list_is_none(scene) -> None:
    with refused_as("REQUIRED"):
        naming.from_list(" \n", scene.officer)


# --- a request for an area


def of_an_area(scene):
    case = drafted(scene, kind="duct_access", area=around(scene, "A-B", "B-C"))
    return access_request.submit(request=case, by=scene.north)


def test_the_desk_names_what_an_area_means(scene) -> None:
    case = of_an_area(scene)
    tariff()
    access_request.review(request=case, by=scene.officer)
    with refused_as("NOTHING_ASKED"):
        offer.make(request=case, valid_until=scene.period.first, by=scene.officer)
    elements.name_ducts(request=case, units=[stretch(scene, 2)], by=scene.officer)
    elements.name_ducts(request=case, units=[stretch(scene, 1)], by=scene.officer)
    claim = holding.claim_of(case)
    assert claim.state == ClaimState.HELD
    assert [unit.duct.code for unit in claim.holder.units.all()] == ["RV.01"]
    case = offer.make(request=case, valid_until=scene.period.first, by=scene.officer)
    assert case.state == "offered"


@pytest.mark.parametrize("kind", [kind for kind in RequestKind if not kind.procedure.holds])
def test_a_kind_that_holds_nothing_is_given_no_ducts(scene, kind: str) -> None:
    case = drafted(scene, kind=kind, area=around(scene, "A-B", "B-C"))
    case = access_request.submit(request=case, by=scene.north)
    with refused_as("NOTHING_ASKED") as refused:
        elements.name_ducts(request=case, units=[stretch(scene, 1)], by=scene.officer)
    assert refused.value.field == "elements"
    assert holding.claim_of(case) is None


def test_neither_the_applicant_nor_against_the_applicant(scene) -> None:
    case = of_an_area(scene)
    with pytest.raises(NotPermitted):
        elements.name_ducts(request=case, units=[stretch(scene, 1)], by=scene.north)
    named = access_request.submit(request=drafted(scene, 2), by=scene.north)
    with pytest.raises(NotPermitted):
        elements.name_ducts(request=named, units=[stretch(scene, 3)], by=scene.officer)
    with refused_as("WRONG_STATE"):
        access_request.withdraw(request=case, by=scene.north)
        elements.name_ducts(request=case, units=[stretch(scene, 3)], by=scene.officer)
