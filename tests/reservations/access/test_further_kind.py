"""A further kind of request plugs in by its entry, row and data; nothing else names a kind."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from network.models import ClaimLine
from reservations.access import holding
from reservations.models import (
    AccessRequest,
    ClaimState,
    ClockRule,
    Deadline,
    DecisionOutcome,
    Procedure,
    RequestKind,
)
from reservations.services import access_request, as_built, decision, offer
from reservations.services.requested import SingleStrand
from tests.builders import make_cable
from tests.network.ledger.soundness import assert_sound
from tests.refused import refused_as
from tests.reservations.access.cases import CONTACT, tariff

pytestmark = pytest.mark.django_db

ROOM = Path(__file__).parents[3] / "reservations"
NAMES = "|".join(kind.name for kind in RequestKind)
LITERALS = "|".join(f"'{kind.value}'" for kind in RequestKind)


@pytest.fixture
def lease() -> Iterator[RequestKind]:
    """Strands on lease: held and priced like ducts, but nothing is laid that could be reported."""
    kind = RequestKind.__new_member__(RequestKind, "strand_lease", Procedure(holds=True))
    kind._name_, kind._label_ = "STRAND_LEASE", "lease of strands"
    RequestKind._member_map_[kind.name] = RequestKind._value2member_map_[kind.value] = kind
    RequestKind._member_names_.append(kind.name)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO reservations_requestkind VALUES (%s, true, false, 'access_officer')",
            [kind.value],
        )
    _clock(kind)
    tariff("strand")
    try:
        yield kind
    finally:
        RequestKind._member_names_.remove(kind.name)
        del RequestKind._member_map_[kind.name], RequestKind._value2member_map_[kind.value]


def _clock(kind: RequestKind) -> ClockRule:
    return ClockRule.objects.create(
        code="strand-offer",
        name="Angebot",
        name_en="offer",
        basis="own",
        paragraph="Nr. 2",
        kind=kind,
        step="offer",
        duty="city",
        start="complete",
        amount=6,
        unit="weeks",
        incompleteness="restarts",
        consequence="breach",
        valid=(dt.date(2021, 12, 1), None),
        source="test",
        verified=False,
    )


def submitted(scene, lease: RequestKind) -> AccessRequest:
    cable = make_cable(scene.network, "A-B-C")
    strand = cable.strands.order_by("number").first()
    facts = {"subject": "zwei Schulen", "period": scene.period, **CONTACT}
    units = [SingleStrand(strand.pk, cable.pk)]
    case = access_request.draft(kind=lease, by=scene.north, units=units, **facts)
    return access_request.submit(request=case, by=scene.north)


def test_a_further_kind_goes_the_whole_way(scene, lease) -> None:
    case = submitted(scene, lease)
    assert Deadline.objects.get(request=case).rule.code == "strand-offer"
    access_request.review(request=case, by=scene.officer)
    offer.make(request=case, valid_until=timezone.localdate(), by=scene.officer)
    offer.accept(request=case, name="Ada Nord", by=scene.north)
    decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=scene.officer)
    claim = holding.claim_of(case)
    assert claim is not None and claim.state == ClaimState.CONFIRMED
    assert claim.grant is not None and claim.grant.cables.count() == 1
    as_built.confirm(request=case, by=scene.officer)
    case.refresh_from_db()
    assert (case.state, case.get_kind_display()) == ("in_use", "lease of strands")
    assert_sound()
    access_request.end(request=case, by=scene.north)
    assert not ClaimLine.objects.filter(holder__claim__request=case).exists()


def test_a_further_kind_is_granted_on_an_accepted_offer(scene, lease) -> None:
    case = access_request.review(request=submitted(scene, lease), by=scene.officer)
    with refused_as("OFFER_NEEDED"):
        decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=scene.officer)


def test_a_further_kind_names_what_it_asks_for(scene, lease) -> None:
    facts = {"subject": "x", "period": scene.period, **CONTACT}
    case = access_request.draft(kind=lease, by=scene.north, **facts)
    with refused_as("NOTHING_ASKED"):
        access_request.submit(request=case, by=scene.north)


def test_the_database_knows_the_same_kinds() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, holds, reported, signed_by FROM reservations_requestkind")
        rows = set(cursor.fetchall())
    known = [(kind.value, kind.procedure) for kind in RequestKind]
    assert rows == {(kind, its.holds, its.reported, its.signed_by.value) for kind, its in known}


def test_no_rule_of_the_database_names_a_kind() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE proname LIKE 'reservations_%%' AND prosrc ~ %s"
            " UNION SELECT tgname FROM pg_trigger WHERE pg_get_triggerdef(oid) ~ %s",
            [LITERALS, LITERALS],
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize("folder", ["access", "clocks", "services", "desk", "notices", "letters"])
def test_no_service_names_a_kind(folder: str) -> None:
    found = [
        path.name
        for path in (ROOM / folder).rglob("*.py")
        if re.search(rf"RequestKind\.({NAMES})\b|{LITERALS}", path.read_text(encoding="utf-8"))
    ]
    assert found == []
