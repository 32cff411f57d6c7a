"""A part of an offer costs what was offered for it: in letter, portal, desk and figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from reservations.access import holding
from reservations.models import AccessRequest, Decision, DecisionOutcome, Tariff
from reservations.services import decision
from tests.builders import make_user
from tests.reservations.access.cases import accepted, granted, ground
from tests.reservations.desk.conftest import seen_by
from tests.reservations.desk.test_statistics import figures
from tests.reservations.letters.reading import read


def partly(scene, case: AccessRequest, **facts) -> Decision:
    """Tube 2 is refused."""
    second = holding.claim_of(case).holder.units.get(duct=scene.tube(2))
    decision.decide(
        request=case,
        outcome=DecisionOutcome.PARTLY_GRANTED,
        refused_units=[second],
        grounds=[decision.Shown(ground(), "gequetscht")],
        by=scene.officer,
    )
    return Decision.objects.get(request=case)


def test_what_is_refused_is_not_paid(scene, law) -> None:
    case = accepted(scene, 1, 2)
    offer = case.offers.get()
    first = offer.lines.first()
    Tariff.objects.update(one_off=Decimal(9999))
    made = partly(scene, case)
    assert (made.net, made.currency) == (first.net, offer.currency)
    assert made.vat == (first.net * 19 / 100).quantize(Decimal("0.01"))
    assert made.gross == made.net + made.vat < offer.gross
    figure = {of: part for (name, *_rest), of in figures(scene.officer).items() for part in [name]}
    assert figure[f"{made.net:.2f}".replace(".", ",")] == "Revenue"
    amount = f"{made.gross:,.2f}"
    for page in ("/portal/", "/desk/"):
        user = scene.north if page == "/portal/" else scene.officer
        assert amount in seen_by(user).text(f"{page}{case.public_id}/")
    german = amount.translate(str.maketrans(",.", ".,"))
    assert f"zusammen {german} {made.currency}" in read(case, "decision", scene.north)


def test_all_of_it_costs_what_was_offered(scene, law) -> None:
    case = granted(scene, 1, 2)
    offer, made = case.offers.get(), Decision.objects.get()
    assert (made.net, made.vat, made.gross) == (offer.net, offer.vat, offer.gross)
    assert "Auf die bewilligten Abschnitte entfallen" not in read(case, "decision", scene.north)


def test_the_letter_before_the_signature_names_the_same_price(scene, law, settings) -> None:
    settings.TWO_PERSON_RULE = True
    case = accepted(scene, 1, 2)
    made = partly(scene, case)
    assert made.gross is None
    net = case.offers.get().lines.first().net
    german = f"{net:,.2f}".translate(str.maketrans(",.", ".,"))
    assert f"nach den angebotenen Preisen {german}" in read(case, "decision", scene.officer)


@pytest.mark.parametrize("price", ["NULL", "1e6"])
def test_the_database_takes_no_part_that_costs_more_than_all(scene, law, settings, price) -> None:
    settings.TWO_PERSON_RULE = True
    case = accepted(scene, 1, 2)
    partly(scene, case)
    statement = (
        "UPDATE reservations_decision SET signed_at = now(),"
        f" signed_by_id = {make_user('access_officer').pk},"
        f" currency = 'EUR', net = {price}, vat = 0, gross = {price}"
    )
    with pytest.raises(DatabaseError, match="at most what was offered"), transaction.atomic():
        connection.cursor().execute(statement)
