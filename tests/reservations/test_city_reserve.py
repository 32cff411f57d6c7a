"""What the city keeps: a share of each class, justified, as reservations by name."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from gis.refusals import NotPermitted
from network.models import ClaimLine
from reservations.models import CityReserve, ClaimState, ReserveShare
from reservations.services import city_reserve
from reservations.services.reserve import reserve
from tests.builders import make_organisation
from tests.refused import refused_as
from tests.reservations.access.cases import stretch

pytestmark = pytest.mark.django_db


@pytest.fixture
def share(db) -> ReserveShare:
    return ReserveShare.objects.create(
        duct_class="tube",
        percent=30,
        justification="Anbindung der Schulen bis 2035",
        valid=(dt.date(2020, 1, 1), None),
        source="Ratsbeschluss",
    )


def set_aside(scene, **facts):
    last = timezone.localdate() + dt.timedelta(days=3650)
    city = make_organisation("stadt-reserve", "city_department")
    given = {"bundle": scene.bundle, "last": last, "by": scene.officer, "organisation": city.code}
    return city_reserve.set_aside(**{**given, **facts})


def test_n_of_m_tubes_are_kept_by_name(scene, share) -> None:
    kept = city_reserve.of_bundle(scene.bundle, scene.officer)
    assert (kept.of, kept.due, kept.missing) == (4, 2, 2)
    claim = set_aside(scene)
    assert (claim.state, claim.purpose) == (ClaimState.CONFIRMED, share.justification)
    assert {unit.duct.number for unit in claim.holder.units.all()} == {3, 4}
    assert ClaimLine.objects.filter(holder=claim.holder, section__duct=scene.tube(4)).exists()
    assert CityReserve.objects.get(claim=claim).share == share
    assert city_reserve.of_bundle(scene.bundle, scene.officer).missing == 0
    with refused_as("NOTHING_MISSING"):
        set_aside(scene, organisation="stadt-reserve")


def test_what_is_kept_nobody_else_gets(scene, share) -> None:
    set_aside(scene)
    with refused_as("CONFLICT"):
        reserve(units=[stretch(scene, 4)], period=scene.period, idempotency_key="x", by=scene.south)


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
    assert city_reserve.of_bundle(scene.bundle, scene.officer) is None
    with refused_as("NO_SHARE"):
        set_aside(scene)


def test_partners_neither_keep_nor_know(scene, share) -> None:
    with pytest.raises(NotPermitted):
        set_aside(scene, by=scene.north)
    with pytest.raises(NotPermitted):
        city_reserve.of_bundle(scene.bundle, scene.north)
