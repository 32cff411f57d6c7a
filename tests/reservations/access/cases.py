"""Cases for tests: drafted by a carrier, submitted, reviewed; the clock can be set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from network.periods import Period
from reservations.access import built
from reservations.models import AccessRequest, DecisionOutcome, RefusalGround, RequestKind, Tariff
from reservations.services import access_request, as_built, decision, offer
from reservations.services.requested import Stretch
from tests.reservations.conftest import Scene, next_year

CONTACT = {"contact_name": "Ada Nord", "contact_email": "ada@nord.example"}


def stretch(scene: Scene, number: int = 1, start: str = "A", end: str = "C") -> Stretch:
    sites = scene.network
    return Stretch(scene.tube(number).pk, sites[start].pk, sites[end].pk)


def ahead(scene: Scene) -> Period:
    """The scene's period, or one that is not over where the clock was set beyond it."""
    return scene.period if scene.period.last >= timezone.localdate() else next_year()


def drafted(scene: Scene, *numbers: int, by: User | None = None, **facts: Any) -> AccessRequest:
    """A request for tubes by their numbers, for `units` of them, or for what needs none."""
    by = by or scene.north
    units = facts.pop("units", [stretch(scene, number) for number in numbers])
    defaults = {
        "kind": RequestKind.DUCT_ACCESS if units else RequestKind.ROAD_CONSENT,
        "subject": "Anbindung Schule",
        "period": ahead(scene),
        **CONTACT,
    }
    return access_request.draft(by=by, units=units, **{**defaults, **facts})


def submitted(
    scene: Scene, *numbers: int, by: User | None = None, hold: bool = True, **facts: Any
) -> AccessRequest:
    case = drafted(scene, *numbers, by=by, **facts)
    return access_request.submit(request=case, by=by or scene.north, hold=hold)


def reviewed(scene: Scene, *numbers: int, desk: User | None = None, **facts: Any) -> AccessRequest:
    case = submitted(scene, *numbers, **facts)
    return access_request.review(request=case, by=desk or scene.officer)


def tariff(kind: str = "tube", **facts: Any) -> Tariff:
    """0.60 EUR per metre and year and 250 EUR once, at least 12 months."""
    defaults = {
        "name": kind,
        "name_en": kind,
        "unit_kind": kind,
        "per_metre_year": Decimal("0.60"),
        "one_off": Decimal("250.00"),
        "minimum_months": 12,
        "vat_percent": Decimal(19),
        "valid": (dt.date(2020, 1, 1), None),
        "source": "test",
        **facts,
    }
    known = None if facts else Tariff.objects.filter(unit_kind=kind).first()
    return known or Tariff.objects.get_or_create(code=kind, defaults=defaults)[0]


def offered(scene: Scene, *numbers: int, days: int = 30, **facts: Any) -> AccessRequest:
    tariff()
    case = reviewed(scene, *numbers, **facts)
    until = timezone.localdate() + dt.timedelta(days=days)
    return offer.make(request=case, valid_until=until, by=scene.officer)


def accepted(scene: Scene, *numbers: int, **facts: Any) -> AccessRequest:
    case = offered(scene, *numbers, **facts)
    return offer.accept(request=case, name="Ada Nord", by=facts.get("by") or scene.north)


def granted(scene: Scene, *numbers: int, **facts: Any) -> AccessRequest:
    case = accepted(scene, *numbers, **facts)
    return decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=scene.officer)


def laid(scene: Scene, number: int = 1) -> built.Laid:
    """A cable in a tube."""
    size = {"outer_mm": Decimal("2.5"), "fibres": 48, "length_m": Decimal("210.5")}
    return built.Laid(duct=scene.tube(number).code, cable="A-DQ(ZN)2Y 48", **size)


def in_use(scene: Scene, *numbers: int, **facts: Any) -> AccessRequest:
    case = granted(scene, *numbers, **facts)
    day = timezone.localdate()
    as_built.report(request=case, laid=[laid(scene, numbers[0])], laid_on=day, by=scene.north)
    return as_built.confirm(request=case, by=scene.officer)


def ground(shows_capacity: bool = False, code: str = "", **facts: Any) -> RefusalGround:
    """A ground in force since 2021."""
    code = code or ("kein-platz" if shows_capacity else "ungeeignet")
    defaults = {
        "name": code,
        "name_en": code,
        "basis": "tkg",
        "paragraph": "§ 141",
        "shows_capacity": shows_capacity,
        "valid": (dt.date(2021, 12, 1), None),
        "source": "test",
        **facts,
    }
    return RefusalGround.objects.get_or_create(code=code, defaults=defaults)[0]


@contextmanager
def clocks_set_aside() -> Iterator[None]:
    """Deadlines are written as time alone would: the database keeps everybody else from it."""
    by_hand = "ALTER TABLE reservations_deadline {} TRIGGER deadline_follows_its_clock"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(by_hand.format("DISABLE"))
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(by_hand.format("ENABLE"))


class Clock:
    """The time as the services see it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def set(self, text: str) -> dt.datetime:
        moment = timezone.make_aware(dt.datetime.fromisoformat(text))
        self._monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment
