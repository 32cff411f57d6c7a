"""Dated data in the administration: first and last day, as people say them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from accounts.roles import Role
from reservations.models import Tariff
from tests.builders import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("front_end_unbuilt")]

LIST = "/admin/reservations/tariff/"
FACTS = {
    "name": "Rohr",
    "name_en": "duct",
    "code": "rohr-2027",
    "unit_kind": "tube",
    "per_metre_year": "0.60",
    "one_off": "250",
    "minimum_months": "12",
    "currency": "EUR",
    "vat_percent": "19",
    "source": "Ratsbeschluss 7/2026",
    "valid_0": "2027-01-01",
}


@pytest.fixture
def office() -> Client:
    client = Client(headers={"accept-language": "de"})
    client.force_login(make_user(Role.ADMINISTRATOR))
    return client


def test_the_last_day_counts_and_comes_back_as_it_was_typed(office: Client) -> None:
    assert office.post(f"{LIST}add/", {**FACTS, "valid_1": "2027-12-31"}).status_code == 302
    tariff = Tariff.objects.get()
    assert tariff.valid.upper == dt.date(2028, 1, 1)
    assert "01.01.2027 – 31.12.2027" in office.get(LIST).content.decode()
    page = office.get(f"{LIST}{tariff.pk}/change/").content.decode()
    assert 'value="2027-12-31"' in page and page.count('type="date"') == 2
    assert 'aria-label="Letzter Tag; leer: ohne Ende"' in page


def test_without_an_end(office: Client) -> None:
    assert office.post(f"{LIST}add/", {**FACTS, "valid_1": ""}).status_code == 302
    assert Tariff.objects.get().valid.upper is None
    assert "01.01.2027 – ohne Ende" in office.get(LIST).content.decode()


def test_an_end_before_the_beginning_is_refused(office: Client) -> None:
    page = office.post(f"{LIST}add/", {**FACTS, "valid_1": "2026-12-31"})
    assert page.status_code == 200 and not Tariff.objects.exists()
    assert page.context["adminform"].form.errors["valid"]
