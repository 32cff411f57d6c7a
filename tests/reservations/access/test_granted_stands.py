"""What was granted follows cuts, and is shown exactly: no more, no less."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assets.services import duct as duct_service
from gis.refusals import Refusal
from reservations.access import granted, holding
from reservations.access.states import HOLDING
from reservations.models import AccessRequest, ClaimState, DecisionOutcome
from reservations.services import access_request, decision, offer, partial_return
from tests.builders import make_user
from tests.network.ledger.soundness import assert_sound
from tests.reservations.access import cases
from tests.reservations.access.test_rivals import committed_scene
from tests.together import together


def held_and_shown(case: AccessRequest) -> tuple[set[tuple[str, str, str]], set[str]]:
    """What the case holds, from where to where, and which ducts its grant shows."""
    claim = holding.claim_of(case)
    assert claim is not None and claim.grant is not None
    units = claim.holder.units.select_related("duct", "from_site", "to_site")
    held = {(one.duct.code, one.from_site.code, one.to_site.code) for one in units}
    return held, set(claim.grant.ducts.values_list("code", flat=True))


def cut(scene: Any, number: int, by: User) -> str:
    _first, second = duct_service.cut(duct=scene.tube(number), site=scene.network["B"], by=by)
    return second.code


@pytest.mark.django_db
def test_a_cut_divides_what_was_granted_and_both_pieces_are_shown(scene) -> None:
    case = cases.granted(scene, 1)
    piece = cut(scene, 1, make_user(Role.EDITOR))
    assert held_and_shown(case) == ({("RV.01", "A", "B"), (piece, "B", "C")}, {"RV.01", piece})


@pytest.mark.django_db
def test_a_piece_beyond_what_was_granted_is_not_shown(scene) -> None:
    unit = cases.stretch(scene, 1, "B", "C")
    cases.tariff()
    case = access_request.draft(
        kind="duct_access",
        by=scene.north,
        units=[unit],
        subject="x",
        period=scene.period,
        **cases.CONTACT,
    )
    case = _granted(scene, case)
    piece = cut(scene, 1, make_user(Role.EDITOR))
    assert held_and_shown(case) == ({(piece, "B", "C")}, {piece})


def _granted(scene: Any, case: AccessRequest) -> AccessRequest:
    access_request.submit(request=case, by=scene.north)
    access_request.review(request=case, by=scene.officer)
    offer.make(request=case, valid_until=timezone.localdate(), by=scene.officer)
    offer.accept(request=case, name="Ada", by=scene.north)
    return decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=scene.officer)


def tried(act: Any) -> str:
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    return "done"


def raw(sql: str, *values: Any) -> str:
    """A writer without our services: what the database says to it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        return str(getattr(diagnosis, "constraint_name", None) or error)
    return "done"


@pytest.mark.django_db(transaction=True)
def test_whoever_writes_at_once_a_case_points_to_what_the_ledger_holds() -> None:
    """A partial return, an end, a cut and raw SQL, all at the same moment."""
    scene = committed_scene()
    case = cases.granted(scene, 1, 2, 3)
    claim, editor = holding.claim_of(case), make_user(Role.EDITOR)
    assert claim is not None
    unit = granted.units(case)[0]
    delete = "DELETE FROM network_heldunit WHERE holder_id = %s"
    over = "UPDATE network_holder SET period = 'empty' WHERE id = %s"
    fresh = partial(User.objects.get, pk=scene.north.pk)
    back = partial_return.give_back
    outcomes = together(
        [
            partial(tried, lambda: back(request=case, units=[unit], by=fresh())),
            partial(tried, lambda: access_request.end(request=case, by=fresh())),
            partial(tried, lambda: cut(scene, 2, User.objects.get(pk=editor.pk))),
            partial(raw, delete, claim.holder_id),
            partial(raw, over, claim.holder_id),
        ]
    )
    counted = Counter(outcomes)
    assert counted["done"] >= 1, outcomes
    assert set(outcomes[3:]) <= {"granted_units_stand", "claim_agrees_with_its_holder", "done"}
    assert_sound()
    case.refresh_from_db()
    alive = case.claims.filter(state__in=[ClaimState.CONFIRMED, ClaimState.IN_USE])
    assert alive.count() == (1 if case.state in HOLDING else 0)
    if case.state in HOLDING:
        held, shown = held_and_shown(case)
        assert {code for code, *_ends in held} == shown
