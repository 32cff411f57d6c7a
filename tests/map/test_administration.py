"""The lists of the administration on a desk: all columns seen, called by what they list."""

import pytest
from django.db import transaction
from playwright.sync_api import expect

from reservations.models import Mail, MailKind
from tests.builders import make_user
from tests.reservations.access.conftest import load_law

DESK = {"viewport": {"width": 1280, "height": 800}}
LISTS = {
    "reservations/tariff": {"de": "Tarife", "en": "Tariffs"},
    "reservations/clockrule": {"de": "Gesetzliche Fristen", "en": "Legal clocks"},
    "reservations/mail": {"de": "E-Mails", "en": "Mails"},
    "accounts/user": {"de": "Benutzer", "en": "Users"},
}
HIDDEN_PX = """() => {
  const box = document.querySelector(".results");
  return box.scrollWidth - box.clientWidth;
}"""


@pytest.mark.parametrize("language", ["de", "en"])
def test_lists_show_all_columns_and_their_name(network, page_of, language):
    with transaction.atomic():
        load_law()
        Mail.objects.create(person=make_user("viewer"), kind=MailKind.DIGEST, day="2026-11-27")
    page = page_of(make_user("administrator"), **DESK)
    for address, names in LISTS.items():
        page.goto(f"/admin/{address}/?lang={language}")
        expect(page.get_by_role("heading", level=1)).to_have_text(names[language])
        expect(page).to_have_title(f"{names[language]} | Trassenbuch")
        assert page.evaluate(HIDDEN_PX) <= 0, address


def test_the_list_of_mails_says_to_whom_not_until_when(network, page_of):
    with transaction.atomic():
        Mail.objects.create(person=make_user("viewer"), kind=MailKind.DIGEST, day="2026-11-27")
    page = page_of(make_user("administrator"), **DESK)
    page.goto("/admin/reservations/mail/?lang=de")
    expect(page.locator("th.column-recipient")).to_have_text("An")


def test_the_other_language_keeps_the_list_as_it_is_filtered(network, page_of):
    page = page_of(make_user("administrator"), **DESK)
    page.goto("/admin/reservations/mail/?state=due&kind=digest")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mails")
    assert page.url.endswith("/admin/reservations/mail/?state=due&kind=digest")
    page.get_by_role("link", name="Deutsch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("E-Mails")


def test_somebody_is_added_in_german(network, page_of):
    page = page_of(make_user("administrator"), **DESK)
    page.goto("/admin/accounts/user/add/")
    said = page.locator("#content").inner_text()
    assert "Anmeldung mit Passwort" in said
    for english in ("Password-based", "Enabled", "Whether the user", "After you"):
        assert english not in said
