"""Many at once: whoever wins, nothing is held twice, nothing has a hole, every loser knows why."""

from __future__ import annotations

import datetime as dt
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.roles import Role
from assets.models import Duct, LifeCycle, Segment, Site
from assets.services import duct as duct_service
from assets.services import segment as segment_service
from gis import srid
from gis.refusals import Refusal
from network.models import ClaimLine, Holder
from reservations.models import Claim, ClaimState
from reservations.services import decide
from reservations.services.expiry import expire_overdue
from reservations.services.requested import Stretch
from reservations.services.reserve import reserve
from tests.builders import (
    make_bundle,
    make_duct,
    make_fill_policies,
    make_line_network,
    make_organisation,
    make_user,
)
from tests.network.ledger.soundness import assert_sound
from tests.reservations.conftest import make_scene, next_year
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS = 32
TRIES = 3
LOSSES = {"CONFLICT", "STALE_ROUTE", "BUSY"}


def partners(number: int) -> list[User]:
    return [
        make_user(Role.PARTNER, make_organisation(f"carrier-{n}", "carrier")) for n in range(number)
    ]


def contend(user: User, seed: int, ducts: dict[str, int], sites: dict[str, int]) -> Counter[str]:
    """A few reservations of whatever kind; counts what became of them."""
    chance = random.Random(seed)
    outcomes: Counter[str] = Counter()
    for number in range(TRIES):
        try:
            reserve(
                units=wanted(chance, ducts, sites),
                period=next_year(),
                idempotency_key=f"{seed}-{number}",
                by=user,
            )
            outcomes["won"] += 1
        except Refusal as refusal:
            assert str(refusal)
            outcomes[refusal.code] += 1
    return outcomes


def wanted(chance: random.Random, ducts: dict[str, int], sites: dict[str, int]) -> list[Stretch]:
    """A tube, the bundle, room in the pipe, or a way through three tubes in any order."""
    kind = chance.choice(["tube", "tube", "bundle", "room", "way"])
    tubes = [code for code in ducts if code.startswith("RV.")]
    start, end = sorted(chance.sample("ABCD", 2))
    if kind == "way":
        way = [
            Stretch(ducts[tube], sites[a], sites[b])
            for tube, (a, b) in zip(chance.sample(tubes, 3), ("AB", "BC", "CD"), strict=True)
        ]
        chance.shuffle(way)
        return way
    code = {"tube": chance.choice(tubes), "bundle": "RV", "room": "KSR"}[kind]
    return [Stretch(ducts[code], sites[start], sites[end], 9.0 if kind == "room" else None)]


def split_again_and_again(editor: User, code: str) -> int:
    """Split the last piece of a segment, a few times; how often it worked."""
    done = 0
    for number in range(TRIES):
        segment = Segment.objects.filter(code__startswith=code).latest("pk")
        middle = segment.geom.interpolate_normalized(0.5)
        try:
            segment_service.split(
                segment=segment,
                at=Point(middle.x, middle.y, srid=srid.STORAGE),
                new_site={"code": f"{code}/{number}", "kind": "handhole"},
                by=editor,
            )
            done += 1
        except Refusal as refusal:
            assert refusal.code in LOSSES
    return done


def cut_tubes(editor: User, codes: list[str]) -> int:
    site = Site.objects.get(code="B")
    done = 0
    for code in codes:
        try:
            duct_service.cut(duct=Duct.objects.get(code=code), site=site, by=editor, coupled=True)
            done += 1
        except Refusal as refusal:
            assert refusal.code in LOSSES
    return done


def test_clients_fight_while_others_split_and_cut() -> None:
    """A--B--C--D: a bundle of six tubes and a pipe; 32 carriers, three people editing."""
    with transaction.atomic():
        make_fill_policies()
        network = make_line_network("A-B-C-D")
        Site.objects.update(can_open=True)
        make_bundle(network, "A-B-C-D", tubes=6)
        make_duct(network, "A-B-C-D", code="KSR")
    ducts = dict(Duct.objects.values_list("code", "pk"))
    sites = {code: site.pk for code, site in network.sites.items()}
    editor = make_user(Role.EDITOR)
    carriers: list[Callable[[], Any]] = [
        partial(contend, user, seed, ducts, sites) for seed, user in enumerate(partners(CLIENTS))
    ]
    editors: list[Callable[[], Any]] = [
        partial(split_again_and_again, editor, "A-B"),
        partial(split_again_and_again, editor, "C-D"),
        partial(cut_tubes, editor, ["RV.05", "RV.06"]),
    ]
    outcomes = together([*carriers, *editors])
    assert [o for o in outcomes if isinstance(o, BaseException)] == []
    totals: Counter[str] = sum(outcomes[:CLIENTS], Counter())
    assert set(totals) <= LOSSES | {"won"}
    assert sum(totals.values()) == CLIENTS * TRIES
    assert totals["won"] >= 5
    assert all(done > 0 for done in outcomes[CLIENTS:])
    assert Claim.objects.count() == totals["won"]
    assert_sound()


def test_one_request_sent_by_eight_clients_is_one_reservation() -> None:
    with transaction.atomic():
        scene = make_scene()
    unit = Stretch(scene.tube(1).pk, scene.network["A"].pk, scene.network["C"].pk)
    ask = partial(
        reserve, units=[unit], period=scene.period, idempotency_key="once", by=scene.north
    )
    answers = together([ask] * 8)
    assert {answer.pk for answer in answers} == {Claim.objects.get().pk}


def test_the_limit_of_holds_is_kept_when_all_come_at_once() -> None:
    with transaction.atomic():
        scene = make_scene()
        make_bundle(scene.network, "A-B-C", tubes=8, code="RV2")
    Organisation.objects.filter(code="nord").update(max_holds=3)
    tubes = Duct.objects.filter(code__startswith="RV2.")
    outcomes = together(
        [
            partial(
                reserve,
                units=[Stretch(tube.pk, scene.network["A"].pk, scene.network["C"].pk)],
                period=scene.period,
                idempotency_key=tube.code,
                by=scene.north,
            )
            for tube in tubes
        ]
    )
    refusals = [o for o in outcomes if isinstance(o, Refusal)]
    assert Counter(r.code for r in refusals) == {"TOO_MANY_HOLDS": 5}
    assert Claim.objects.count() == 3


def test_a_segment_is_not_given_up_under_a_claim_that_is_just_being_made() -> None:
    with transaction.atomic():
        scene = make_scene()
    segment, claimed = scene.network["A-B"], threading.Event()
    unit = Stretch(scene.tube(1).pk, scene.network["A"].pk, scene.network["C"].pk)

    def ask() -> None:
        with transaction.atomic():
            reserve(units=[unit], period=scene.period, idempotency_key="k", by=scene.north)
            claimed.set()
            time.sleep(0.3)

    def give_up() -> None:
        assert claimed.wait(20)
        segment_service.change(segment=segment, by=None, life_cycle=LifeCycle.ABANDONED)

    _won, lost = together([ask, give_up])
    assert isinstance(lost, Refusal) and lost.code == "CONFLICT"
    segment.refresh_from_db()
    assert (segment.life_cycle, Claim.objects.count()) == (LifeCycle.IN_SERVICE, 1)


@pytest.mark.parametrize("overdue", [False, True])
def test_confirming_releasing_and_expiring_at_once_end_in_one_state(overdue: bool) -> None:
    with transaction.atomic():
        scene = make_scene()
    unit = Stretch(scene.tube(1).pk, scene.network["A"].pk, scene.network["C"].pk)
    claim = reserve(units=[unit], period=scene.period, idempotency_key="k", by=scene.north)
    if overdue:
        past = timezone.now() - dt.timedelta(hours=1)
        Holder.objects.filter(pk=claim.holder_id).update(expires_at=past)
    rival = partial(reserve, units=[unit], period=scene.period, idempotency_key="r", by=scene.south)
    outcomes = together(
        [
            partial(decide.confirm, claim=claim, by=scene.officer),
            partial(decide.release, claim=claim, by=scene.north),
            expire_overdue,
            rival,
        ]
    )
    errors = [o for o in outcomes if isinstance(o, BaseException)]
    assert {e.code for e in errors if isinstance(e, Refusal)} <= {
        "WRONG_STATE",
        "HOLD_EXPIRED",
        "CONFLICT",
    }
    assert all(isinstance(e, Refusal) for e in errors), errors
    claim.refresh_from_db()
    allowed = {ClaimState.EXPIRED, ClaimState.RELEASED} if overdue else {ClaimState.RELEASED}
    assert claim.state in allowed
    assert not ClaimLine.objects.filter(holder=claim.holder).exists()
    assert_sound()
