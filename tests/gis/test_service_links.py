"""Every page leads to the statement on accessibility, and to the imprint where there is one."""

import pytest
from django.test import Client

from tests.gis.test_tiles import client_of

pytestmark = pytest.mark.django_db

STATEMENT = 'href="/accessibility/"'


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/accessibility/", "/nothing/here/"])
def test_without_a_login(address) -> None:
    assert STATEMENT in Client().get(address).content.decode()


@pytest.mark.parametrize("address", ["/", "/tables/sites/", "/overview/", "/accounts/", "/admin/"])
def test_with_a_login(address) -> None:
    client = client_of("administrator")
    client.raise_request_exception = False

    assert STATEMENT in client.get(address, follow=True).content.decode()


def test_imprint_and_privacy_are_the_citys(settings) -> None:
    assert "Impressum" not in Client().get("/").content.decode()
    settings.IMPRINT_URL = "https://city.example/impressum"
    settings.PRIVACY_URL = "https://city.example/datenschutz"

    for address in ("/", "/accounts/login/", "/accessibility/"):
        page = Client().get(address).content.decode()
        assert 'href="https://city.example/impressum">Impressum<' in page
        assert 'href="https://city.example/datenschutz">Datenschutz<' in page


def test_the_statement_says_whom_to_tell(settings) -> None:
    settings.ACCESSIBILITY_CONTACT = "barrierefrei@city.example"

    german = Client().get("/accessibility/").content.decode()
    english = Client().get("/accessibility/?lang=en").content.decode()

    assert "Erklärung zur Barrierefreiheit" in german
    assert "Statement on accessibility" in english
    for page in (german, english):
        assert "barrierefrei@city.example" in page
        assert "ombudsstelle-barrierefreie-it@mags.nrw.de" in page


@pytest.mark.parametrize(
    ("language", "day", "keys"),
    [
        ("de", "27. November 2026", "allein mit der Tastatur"),
        ("en", "27 November 2026", "with the keyboard alone"),
    ],
)
def test_the_statement_says_what_was_tried_and_when(language, day, keys) -> None:
    page = Client().get(f"/accessibility/?lang={language}").content.decode()
    assert day in page and keys in page
