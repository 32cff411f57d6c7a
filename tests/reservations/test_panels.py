"""Panels of plant say who holds what of it and what changed lately, to those who may know."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import CAPABILITIES, Capability, Role
from assets.services import segment as segments
from reservations.models import Claim
from reservations.services import decide
from reservations.services.requested import Stretch
from reservations.services.reserve import reserve, reserve_strands
from tests.builders import make_cable, make_duct, make_user

pytestmark = pytest.mark.django_db

STAFF = [role for role in Role if Capability.SEE_EXACT_PLANT in CAPABILITIES[role]]
"""Roles that see plant without a grant or an area."""


def html_of(user: User, kind: str, asset) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(f"/panel/{kind}/{asset.public_id}/?lang=en")
    assert response.status_code == 200
    return response.content.decode()


def text_of(user: User, kind: str, asset) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html_of(user, kind, asset)).split())


def hold(scene, tube: int, by: User) -> Claim:
    stretch = Stretch(scene.tube(tube).pk, scene.network["A"].pk, scene.network["C"].pk)
    return reserve(units=[stretch], period=scene.period, idempotency_key=f"tube {tube}", by=by)


def plant(scene) -> list[tuple[str, object]]:
    return [
        ("segment", scene.network["A-B"]),
        ("duct", scene.bundle),
        ("duct", scene.tube(1)),
    ]


def test_the_officer_reads_number_name_state_period_and_units(scene):
    claim = hold(scene, 1, scene.north)
    for kind, asset in plant(scene):
        said = text_of(scene.officer, kind, asset)
        assert f"{claim} · Nord" in said
        assert "held until" in said
        assert str(scene.period.first.year) in said
    assert (
        scene.tube(1).code in text_of(scene.officer, "duct", scene.bundle).split("Reservations")[1]
    )

    decide.confirm(claim=claim, by=scene.officer)
    assert "confirmed ·" in text_of(scene.officer, "segment", scene.network["A-B"])

    decide.release(claim=claim, by=scene.officer)
    for kind, asset in plant(scene):
        assert "Nothing of it is reserved." in text_of(scene.officer, kind, asset)


def test_a_pipe_tells_of_what_is_reserved_deeper_in_it(scene):
    """The bundle lies in a pipe, of which it must not be said that nothing is reserved."""
    pipe = make_duct(scene.network, "A-B-C", code="SR")
    bundle = make_duct(scene.network, "A-B-C", inside=pipe, type=scene.bundle.type)
    tube = make_duct(
        scene.network,
        "A-B-C",
        code="MR",
        inside=bundle,
        bundle=bundle,
        number=1,
        type=scene.tube(1).type,
    )
    stretch = Stretch(tube.pk, scene.network["A"].pk, scene.network["C"].pk)
    claim = reserve(units=[stretch], period=scene.period, idempotency_key="deep", by=scene.north)
    said = text_of(scene.officer, "duct", pipe).split("Reservations")[1]
    assert f"{claim} · Nord" in said and "· MR" in said


def test_a_tube_tells_of_what_is_reserved_around_it(scene):
    stretch = Stretch(scene.bundle.pk, scene.network["A"].pk, scene.network["C"].pk)
    claim = reserve(units=[stretch], period=scene.period, idempotency_key="all", by=scene.north)
    said = text_of(scene.officer, "duct", scene.tube(1)).split("Reservations")[1]
    assert f"{claim} · Nord" in said and f"· {scene.bundle.code}" in said


@pytest.mark.parametrize("role", STAFF)
def test_whose_it_is_follows_from_the_reservations_own_rule(scene, role):
    claim = hold(scene, 1, scene.north)
    viewer = make_user(role)
    sees_all = Capability.SEE_ALL_CLAIMS in CAPABILITIES[role]
    for kind, asset in plant(scene):
        said = text_of(viewer, kind, asset)
        assert (str(claim) in said) is sees_all
        assert ("Nord" in said) is sees_all
        assert ("Reserved" in said) is not sees_all
        assert "Nothing of it is reserved." not in said


def test_a_carrier_reads_its_own_reservation_and_nothing_of_others(scene):
    own, other = hold(scene, 1, scene.north), hold(scene, 2, scene.south)
    for claim in (own, other):
        decide.confirm(claim=claim, by=scene.officer)
    said = text_of(scene.north, "segment", scene.network["A-B"])
    assert str(own) in said
    assert scene.tube(1).code in said
    for secret in (str(other), "Sued", scene.tube(2).code, "Reserved"):
        assert secret not in said
    assert "Latest changes" not in said


def test_fibres_are_named_as_ranges(scene):
    cable = make_cable(scene.network, "A-B", code="K-9")
    claim = reserve_strands(
        cable=cable,
        numbers=[1, 2, 3, 7],
        period=scene.period,
        idempotency_key="fibres",
        by=scene.north,
    )
    said = text_of(scene.officer, "cable", cable)
    assert f"{claim} · Nord" in said
    assert "fibres 1–3, 7" in said


@pytest.mark.parametrize("role", STAFF)
def test_the_latest_changes_are_for_those_who_may_see_the_history(scene, role):
    segment = scene.network["A-B"]
    editor = make_user(Role.EDITOR)
    segments.change(segment=segment, by=editor, reason="measured again", cover_cm=77)
    viewer = make_user(role)
    said = text_of(viewer, "segment", segment)
    may = Capability.SEE_HISTORY in CAPABILITIES[role]
    for word in ("Latest changes", "measured again", "77", str(editor)):
        assert (word in said.split("Reservations")[1]) is may
    assert (f"/segment/{segment.pk}/history/" in html_of(viewer, "segment", segment)) is may


def test_many_claims_take_as_many_statements_as_one(scene):
    client = Client()
    client.force_login(scene.officer)

    def statements() -> list[int]:
        counts = []
        for kind, asset in plant(scene):
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/panel/{kind}/{asset.public_id}/")
            counts.append(len(queries))
        return counts

    hold(scene, 1, scene.north)
    statements()
    one = statements()
    for tube in (2, 3, 4):
        hold(scene, tube, scene.south)
    assert statements() == one
    assert max(one) <= 31
