"""Every page beside the map says who is logged in and lets them out, as on a shared computer."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.builders import make_organisation, make_user

pytestmark = pytest.mark.django_db

LOGOUT = 'action="/accounts/logout/"'


@pytest.mark.parametrize("address", ["/portal/", "/portal/enquiry/", "/cases/notices/", "/none/"])
def test_it_names_the_account_and_leads_out(address: str) -> None:
    person = make_user("partner", make_organisation("nord", "carrier"), full_name="Ada <Nord>")
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)

    page = client.get(f"{address}?lang=de").content.decode()

    assert 'href="/accounts/" title="Ihr Konto: ' in page
    assert "Ada &lt;Nord&gt;</a>" in page
    assert LOGOUT in page and ">Abmelden</button>" in page
    assert page.count("csrfmiddlewaretoken") >= 1


def test_who_is_not_logged_in_is_not_led_out() -> None:
    page = Client().get("/accessibility/").content.decode()

    assert "page__user" not in page
    assert LOGOUT not in page
