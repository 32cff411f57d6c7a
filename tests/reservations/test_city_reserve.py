"""What the city keeps: a share of each class, justified, as reservations by name."""

from __future__ import annotations

import datetime as dt
from threading import Event

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assets.models import Duct
from gis.refusals import NotPermitted, Refusal
from network.models import ClaimLine
from network.periods import Period
from reservations.models import CityReserve, Claim, ClaimState, ReserveShare
from reservations.services import city_reserve, decide
from reservations.services.city_reserve import Place, kept_at
from reservations.services.requested import Stretch
from reservations.services.reserve import reserve
from tests.builders import make_bundle_type, make_duct, make_duct_type, make_organisation
from tests.refused import refused_as
from tests.reservations.access.cases import stretch
from tests.reservations.conftest import make_scene
from tests.together import together

pytestmark = pytest.mark.django_db


def share_of(duct_class: str, percent: float = 30) -> ReserveShare:
    return ReserveShare.objects.create(
        duct_class=duct_class,
        percent=percent,
        justification="Anbindung der Schulen bis 2035",
        valid=(dt.date(2020, 1, 1), None),
        source="Ratsbeschluss",
    )


@pytest.fixture
def share(db: None) -> ReserveShare:
    return share_of("tube")


def set_aside(scene, **facts):
    last = timezone.localdate() + dt.timedelta(days=3650)
    city = make_organisation("stadt-reserve", "city_department")
    place = Place.of_bundle(scene.bundle)
    given = {"place": place, "last": last, "by": scene.officer, "organisation": city.code}
    return city_reserve.set_aside(**{**given, **facts})


def side_by_side(scene, kind: str, number: int) -> list[Duct]:
    """Ducts of a kind from A to C, beside each other in the trench."""
    made = (
        make_bundle_type()
        if kind == "bundle"
        else make_duct_type({"tube": "7x1.5", "protection": "50x4.6"}[kind], kind)
    )
    codes = [f"{kind}-{letter}" for letter in "abcdefgh"[:number]]
    return [make_duct(scene.network, "A-B-C", code=code, type=made) for code in codes]


def test_n_of_m_tubes_are_kept_by_name(scene, share) -> None:
    kept = kept_at(Place.of_bundle(scene.bundle), scene.officer)
    assert (kept.of, kept.due, kept.missing) == (4, 2, 2)
    claim = set_aside(scene)
    assert (claim.state, claim.purpose) == (ClaimState.CONFIRMED, share.justification)
    assert {unit.duct.number for unit in claim.holder.units.all()} == {3, 4}
    assert ClaimLine.objects.filter(holder=claim.holder, section__duct=scene.tube(4)).exists()
    assert CityReserve.objects.get(claim=claim).share == share
    assert kept_at(Place.of_bundle(scene.bundle), scene.officer).missing == 0
    with refused_as("NOTHING_MISSING"):
        set_aside(scene, organisation="stadt-reserve")


@pytest.mark.parametrize("kind", ["tube", "protection", "bundle"])
def test_every_class_of_ducts_has_its_share(scene, kind) -> None:
    """Of what lies side by side in a segment; the bundle of the scene is one more."""
    share_of(kind, 40)
    side_by_side(scene, kind, 5)
    others = int(kind == "bundle")
    place = Place(kind, segment=scene.network["A-B"])
    kept = kept_at(place, scene.officer)
    assert (kept.of, kept.due, kept.kept) == (5 + others, 2 if not others else 3, 0)
    claim = set_aside(scene, place=place)
    units = list(claim.holder.units.select_related("duct", "from_site", "to_site"))
    assert {str(unit.duct.type.kind) for unit in units} == {kind}
    ends = {(unit.from_site.code, unit.to_site.code) for unit in units}
    assert ends == {("A", "B")} and len(units) == kept.due
    assert kept_at(place, scene.officer).missing == 0
    assert kept_at(Place(kind, segment=scene.network["B-C"]), scene.officer).missing == kept.due
    with refused_as("CONFLICT"):
        first = units[0]
        unit = Stretch(first.duct_id, first.from_site_id, first.to_site_id)
        reserve(units=[unit], period=scene.period, idempotency_key="x", by=scene.south)


def test_a_share_never_takes_the_last_duct_of_a_class(scene) -> None:
    """A part of one is nothing: else the share would close the class to everybody."""
    share_of("protection", 10)
    side_by_side(scene, "protection", 1)
    assert kept_at(Place("protection", segment=scene.network["A-B"]), scene.officer).due == 0


def test_what_lies_in_a_bundle_that_is_kept_is_kept(scene) -> None:
    share_of("bundle", 100)
    set_aside(scene, place=Place("bundle", segment=scene.network["A-B"]))
    set_aside(scene, place=Place("bundle", segment=scene.network["B-C"]))
    share_of("tube", 50)
    assert kept_at(Place.of_bundle(scene.bundle), scene.officer).missing == 0


def test_what_was_given_back_is_missing_again(scene, share) -> None:
    claim = set_aside(scene)
    decide.release(claim=claim, by=scene.officer)
    assert kept_at(Place.of_bundle(scene.bundle), scene.officer).missing == 2
    set_aside(scene)


def test_many_places_at_once_or_none(scene) -> None:
    share_of("protection", 50)
    side_by_side(scene, "protection", 4)
    places = [Place("protection", segment=scene.network[name]) for name in ("A-B", "B-C")]
    last = timezone.localdate() + dt.timedelta(days=30)
    facts = {"last": last, "by": scene.officer, "organisation": make_organisation().code}
    with refused_as("NO_SHARE"):
        nothing = Place("tube", segment=scene.network["A-B"])
        city_reserve.set_aside_all(places=[*places, nothing], **facts)
    assert not CityReserve.objects.exists()
    assert len(city_reserve.set_aside_all(places=places, **facts)) == 2
    with refused_as("NOTHING_MISSING"):
        city_reserve.set_aside_all(places=places, **facts)


def test_what_is_kept_nobody_else_gets(scene, share) -> None:
    set_aside(scene)
    with refused_as("CONFLICT"):
        reserve(units=[stretch(scene, 4)], period=scene.period, idempotency_key="x", by=scene.south)


def test_the_share_is_kept_for_the_city_alone(scene, share) -> None:
    """Else a reservation of a carrier would count as the city's own and show "no space"."""
    carrier = make_organisation("west", "carrier")
    with refused_as("INVALID_CHOICE"):
        set_aside(scene, organisation=carrier.code)
    assert not Claim.objects.exists()


def test_where_too_few_are_free_nothing_is_kept(scene, share) -> None:
    for number in (1, 2, 3):
        reserve(
            units=[stretch(scene, number)],
            period=scene.period,
            idempotency_key=f"x {number}",
            by=scene.south,
        )
    with refused_as("CONFLICT") as refused:
        set_aside(scene)
    assert refused.value.details == {"free": 1, "missing": 2}
    assert not CityReserve.objects.exists()


def test_without_a_share_nothing_is_kept(scene) -> None:
    assert kept_at(Place.of_bundle(scene.bundle), scene.officer) is None
    with refused_as("NO_SHARE"):
        set_aside(scene)


def test_partners_neither_keep_nor_know(scene, share) -> None:
    with pytest.raises(NotPermitted):
        set_aside(scene, by=scene.north)
    with pytest.raises(NotPermitted):
        kept_at(Place.of_bundle(scene.bundle), scene.north)


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_keep_no_more_than_the_share(monkeypatch) -> None:
    """The second has seen what is missing before the first has kept it, and must look again."""
    with transaction.atomic():
        scene = make_scene()
        share_of("tube")
        make_organisation("stadt-reserve", "city_department")
    counted, kept = Event(), Event()
    free = city_reserve._free

    def waiting(place: Place, period: Period) -> list[Duct]:
        if not counted.is_set():
            counted.set()
            kept.wait(2)
        return free(place, period)

    def second() -> str:
        counted.wait(10)
        try:
            return keep()
        finally:
            kept.set()

    def keep() -> str:
        last = timezone.localdate() + dt.timedelta(days=30)
        facts = {"last": last, "organisation": "stadt-reserve"}
        by = User.objects.get(pk=scene.officer.pk)
        try:
            city_reserve.set_aside(place=Place.of_bundle(scene.bundle), by=by, **facts)
        except Refusal as refusal:
            return refusal.code
        return "kept"

    monkeypatch.setattr(city_reserve, "_free", waiting)
    assert sorted(together([keep, second])) == ["NOTHING_MISSING", "kept"]
    assert kept_at(Place.of_bundle(scene.bundle), scene.officer).kept == 2
