"""A route token is read only by the registry, only for an hour, only for its organisation."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import override_settings

from accounts.models import User
from gis.refusals import Refusal
from network.routing import Unit, open_token, token
from tests.builders import make_organisation, make_user

pytestmark = pytest.mark.django_db

UNITS = (Unit(1, 2, 3, None), Unit(4, 5, 6, 7.5))


@pytest.fixture
def carrier() -> User:
    return make_user("partner", make_organisation("wfa", "carrier"))


def refused(sealed: str, by: User) -> str:
    with pytest.raises(Refusal) as refusal:
        open_token(sealed, by)
    return refusal.value.code


def test_it_holds_units_and_length(carrier: User) -> None:
    claim = open_token(token.seal(UNITS, 123.4, carrier), carrier)
    assert (claim.units, claim.length_m) == (UNITS, 123.4)


def test_it_shows_nothing(carrier: User) -> None:
    assert "organisations" not in token.seal(UNITS, 123.4, carrier)


def test_a_colleague_may_use_it_a_rival_not(carrier: User) -> None:
    sealed = token.seal(UNITS, 1.0, carrier)
    assert open_token(sealed, make_user("partner", make_organisation("wfa"))).units == UNITS
    rival = make_user("partner", make_organisation("tlt", "carrier"))
    assert refused(sealed, rival) == "INVALID_ROUTE_TOKEN"


@pytest.mark.parametrize(
    "change", [lambda t: t[:-3], lambda t: "A" + t[1:], lambda t: "", lambda t: "ä"]
)
def test_it_cannot_be_altered(carrier: User, change: object) -> None:
    assert refused(change(token.seal(UNITS, 1.0, carrier)), carrier) == "INVALID_ROUTE_TOKEN"


def test_another_installation_does_not_know_it(carrier: User) -> None:
    sealed = token.seal(UNITS, 1.0, carrier)
    with override_settings(SECRET_KEY="another key of another installation"):
        assert refused(sealed, carrier) == "INVALID_ROUTE_TOKEN"


def test_it_expires(carrier: User, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = token.seal(UNITS, 1.0, carrier)
    later = token.timezone.now() + dt.timedelta(minutes=60, seconds=2)
    monkeypatch.setattr(token.timezone, "now", lambda: later)
    assert refused(sealed, carrier) == "ROUTE_TOKEN_EXPIRED"
