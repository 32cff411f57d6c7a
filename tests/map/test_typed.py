"""What was typed into a page stays: in the other language, and after a login in between."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Session, User
from accounts.roles import Role
from tests.builders import PASSWORD, make_organisation, make_user
from tests.map.conftest import view
from tests.map.editing import DESK, start
from tests.map.test_signed_out import log_in_again


@pytest.fixture
def chief(network) -> User:
    return make_user(Role.PARTNER_ADMINISTRATOR, make_organisation("nord", "carrier"))


def invite(page: Page) -> None:
    page.goto("/portal/team/?lang=de")
    page.get_by_label("E-Mail").fill("neu@nord.example")
    page.get_by_label("Name", exact=True).fill("Nora Neu")


def expect_typed(page: Page) -> None:
    expect(page.locator("#id_email")).to_have_value("neu@nord.example")
    expect(page.locator("#id_full_name")).to_have_value("Nora Neu")


def test_the_other_language_keeps_the_place_and_what_was_typed(chief, page_of):
    page = page_of(chief, **DESK)
    invite(page)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Invite somebody")).to_be_visible()
    expect_typed(page)

    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_text("neu@nord.example").first).to_be_visible()
    expect(page.locator("#id_email")).to_have_value("")
    page.get_by_role("link", name="Deutsch").click()
    expect(page.locator("#id_email")).to_have_value("")


def test_the_other_language_of_the_login_keeps_the_address(transactional_db, page_of):
    page = page_of(None, **DESK)
    page.goto("/accounts/login/?lang=de&next=/tables/")
    page.fill("[name=username]", "ada@nord.example")
    page.fill("[name=password]", "secret")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    expect(page.locator("[name=username]")).to_have_value("ada@nord.example")
    expect(page.locator("[name=password]")).to_have_value("")
    assert page.locator("[name=next]").input_value() == "/tables/"


def test_a_form_that_was_sent_without_a_login_is_there_again_after_it(chief, page_of):
    page = page_of(chief, **DESK)
    invite(page)
    Session.objects.all().delete()
    page.get_by_role("button", name="Einladen").click()
    log_in_again(page, "wrong@nord.example")
    expect(page.get_by_role("alert")).to_be_visible()
    log_in_again(page, chief.email)
    expect_typed(page)
    page.get_by_role("button", name="Einladen").click()
    expect(page.get_by_role("rowheader", name="Nora Neu")).to_be_visible()


def test_what_one_typed_is_not_given_to_the_next_person(chief, page_of):
    other = make_user(Role.PARTNER_ADMINISTRATOR, make_organisation("sued", "carrier"))
    page = page_of(chief, **DESK)
    invite(page)
    Session.objects.all().delete()
    page.get_by_role("button", name="Einladen").click()
    log_in_again(page, other.email)
    expect(page.get_by_role("heading", name="Jemanden einladen")).to_be_visible()
    expect(page.locator("#id_email")).to_have_value("")


def test_a_form_is_sent_after_a_login_in_another_tab(chief, page_of):
    page = page_of(chief, **DESK)
    invite(page)
    page.context.clear_cookies()
    other = page.context.new_page()
    other.goto("/accounts/login/?lang=de")
    log_in_again(other, chief.email)
    expect(other).not_to_have_url(re.compile("login"))
    page.get_by_role("button", name="Einladen").click()
    expect(page.get_by_role("rowheader", name="Nora Neu")).to_be_visible()


def test_a_wrong_password_is_said_at_its_field_with_what_helps(transactional_db, page_of):
    user = make_user("viewer")
    page = page_of(None, **DESK)
    page.goto("/accounts/login/?lang=de")
    page.fill("[name=username]", user.email)
    page.fill("[name=password]", "wrong")
    page.locator("button[type=submit]").click()
    password = page.locator("[name=password]")
    expect(password).to_be_focused()
    expect(password).to_have_attribute("aria-invalid", "true")
    said = page.locator(f"#{password.get_attribute('aria-describedby')}")
    expect(said).to_contain_text("passen nicht zusammen")
    expect(page.locator("main")).to_contain_text("Passwort vergessen?")


def test_a_page_that_refuses_has_the_focus_on_the_wrong_field(chief, page_of):
    page = page_of(chief, **DESK)
    page.goto("/accounts/password/?lang=de")
    page.fill("[name=old_password]", PASSWORD)
    page.fill("[name=new_password1]", "Trassenbuch-Test-2")
    page.fill("[name=new_password2]", "Trassenbuch-Test-3")
    page.locator("button[type=submit]").click()
    expect(page.locator("[name=new_password2]")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Geben Sie beide Male dasselbe ein.")


def test_the_other_language_of_the_map_keeps_what_was_just_typed(network, page_of):
    page = page_of(make_user("planner"), **DESK)
    page.goto(view(t="route"))
    page.get_by_label("Anzahl Rohre").fill("3")
    page.locator("a[data-language=en]").click()
    expect(page.get_by_label("Number of tubes")).to_have_value("3")

    start(page, "site-create", view())
    page.locator("#edit-name").fill("Half a name")
    page.locator("a[data-language=en]").click()
    expect(page.get_by_role("heading", name="New site")).to_be_visible()
    expect(page.locator("#edit-name")).to_have_value("Half a name")
