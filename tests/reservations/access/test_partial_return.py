"""Given back in part: claim and sight shrink together, nothing is credited."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Grant, User
from accounts.roles import Role
from assets.models import Duct
from gis.exporting import job
from network.models import ClaimLine
from network.periods import Period
from reservations.access import holding
from reservations.access.states import RequestState
from reservations.models import (
    CaseEvent,
    Claim,
    ClaimState,
    Notice,
    Offer,
    OfferLine,
    PeriodExtension,
)
from reservations.services import (
    access_request,
    decide,
    message,
    partial_return,
)
from reservations.services.reserve import reserve
from tests.builders import make_user
from tests.refused import refused_as, refused_by
from tests.reservations.access.cases import (
    granted,
    in_use,
    stretch,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sound")]


def test_claim_and_sight_shrink_together(scene) -> None:
    case = granted(scene, 1, 2)
    claim = holding.claim_of(case)
    partial_return.give_back(
        request=case, units=claim.holder.units.filter(duct=scene.tube(2)), by=scene.north
    )
    assert [d.code for d in Duct.objects.visible_to(scene.north)] == [scene.tube(1).code]
    assert not ClaimLine.objects.filter(section__duct=scene.tube(2)).exists()
    returned = Claim.objects.get(request=case, state=ClaimState.RELEASED)
    assert returned.decided_by == scene.north
    reserve(units=[stretch(scene, 2)], period=scene.period, idempotency_key="x", by=scene.south)
    assert Grant.objects.get() == holding.claim_of(case).grant


@pytest.mark.parametrize(
    ("asked", "returned"),
    [
        ([(1, "A", "C"), (2, "A", "C")], (2, "A")),
        ([(1, "A", "B"), (1, "B", "C"), (2, "B", "C")], (1, "B")),
    ],
    ids=["a tube", "where another stays open"],
)
def test_a_file_made_before_is_not_handed_out_once_less_is_open(
    scene, settings, tmp_path, asked, returned
) -> None:
    """The grant stays, but the file holds what was given back."""
    settings.EXPORT_FOLDER = tmp_path
    case = granted(scene, units=[stretch(scene, *one) for one in asked])
    facts = {"table": "ducts", "query": "", "file_format": "csv", "language": "en"}
    export = job.begin(person=User.objects.get(pk=scene.north.pk), **facts)
    job.make(export)
    assert scene.tube(2).code in export.path.read_text()
    client = Client()
    client.force_login(scene.north)
    address = reverse("export_file", args=[export.pk])
    assert client.get(address).status_code == 200
    tube, start = returned
    units = holding.claim_of(case).holder.units.filter(
        duct=scene.tube(tube), from_site=scene.network[start]
    )
    partial_return.give_back(request=case, units=units, by=scene.north)
    assert client.get(address).status_code == 404


def test_the_applicant_is_told_what_the_city_takes_back_and_why(scene) -> None:
    case = granted(scene, 1, 2)
    units = holding.claim_of(case).holder.units.filter(duct=scene.tube(2))
    facts = {"request": case, "by": scene.officer}
    with refused_as("REASON_NEEDED"):
        partial_return.give_back(units=units, **facts)
    partial_return.give_back(units=units, reason="Die Trasse wird verlegt", **facts)
    (told,) = message.read(case, scene.north).messages
    assert told.from_desk and not told.internal
    assert told.text == "Ab heute zurückgenommen: RV.02. Die Begründung: Die Trasse wird verlegt"
    assert Notice.objects.filter(person=scene.north, message=told).exists()
    with refused_as("REASON_NEEDED"):
        access_request.end(**facts)
    access_request.end(reason="Der Kanal wird aufgegeben", **facts)
    log = CaseEvent.objects.told_to(scene.north).filter(request=case).latest("pk")
    assert (log.to_state, log.told_reason) == ("ended", "Der Kanal wird aufgegeben")


def test_what_was_used_stays_in_the_ledger_until_today(scene) -> None:
    today = timezone.localdate()
    begun = Period(today - dt.timedelta(days=20), today + dt.timedelta(days=300))
    case = in_use(scene, 1, 2, period=begun)
    units = holding.claim_of(case).holder.units.filter(duct=scene.tube(2))
    partial_return.give_back(request=case, units=units, by=scene.officer, reason="Umbau")
    line = ClaimLine.objects.filter(section__duct=scene.tube(2)).first()
    assert (line.period.lower, line.period.upper) == (begun.first, today)
    assert Claim.objects.filter(request=case, state=ClaimState.ENDED).exists()
    case.refresh_from_db()
    assert case.state == RequestState.IN_USE


def test_everything_is_not_a_part(scene) -> None:
    case = granted(scene, 1, 2)
    units = holding.claim_of(case).holder.units
    for wrong in (units.all(), units.none()):
        with refused_as("WRONG_UNITS"):
            partial_return.give_back(request=case, units=wrong, by=scene.north)


def test_others_give_nothing_back(scene) -> None:
    case = granted(scene, 1, 2)
    units = holding.claim_of(case).holder.units.all()[:1]
    for stranger in (scene.south, make_user(Role.VIEWER)):
        with refused_as("NOT_FOUND"):
            partial_return.give_back(request=case, units=units, by=stranger)


def test_nothing_is_credited_for_what_is_given_back_early(scene) -> None:
    """docs/decisions/0117: the offer stands to the cent, whether a part is given back or all."""
    case = granted(scene, 1, 2)
    agreed = [list(model.objects.order_by("pk").values()) for model in (Offer, OfferLine)]
    assert agreed[0][0]["gross"] > 0
    units = holding.claim_of(case).holder.units.filter(duct=scene.tube(2))
    partial_return.give_back(request=case, units=units, by=scene.north)
    access_request.end(request=case, by=scene.north)
    now = [list(model.objects.order_by("pk").values()) for model in (Offer, OfferLine)]
    assert now == agreed
    assert not PeriodExtension.objects.exists()
    with refused_by("offer_stands"):
        Offer.objects.filter(request=case).update(net=0, vat=0, gross=0)


def test_a_claim_of_a_case_is_not_given_back_elsewhere(scene) -> None:
    claim = holding.claim_of(granted(scene, 1, 2))
    with refused_as("PART_OF_A_REQUEST"):
        decide.release(claim=claim, by=scene.north)
