"""GraphiQL from our own files: it knows the schema, lists the operations, and asks nobody else."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.api.operations import NAMES, operation
from tests.builders import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def open_operation(page: Page, name: str) -> None:
    page.locator(".operations").get_by_role("button", name=name, exact=True).click()


def run(page: Page) -> dict:
    """Clicks the run button; what was sent."""
    with page.expect_request(
        lambda request: request.method == "POST" and "IntrospectionQuery" not in request.post_data
    ) as sent:
        page.get_by_role("button", name=re.compile("Execute query")).click()
    return json.loads(sent.value.post_data)


def test_the_list_holds_every_documented_operation_with_its_head(page_of) -> None:
    page = page_of(make_user("viewer"))
    page.goto("/graphql/?lang=en")
    entries = page.locator(".operations li")
    expect(entries).to_have_count(len(NAMES))
    for name in NAMES:
        first_line = operation(name).head[0].removeprefix("#").strip()
        expect(entries.filter(has_text=first_line).get_by_role("button")).to_have_text(name)

    page.get_by_role("searchbox", name="Search the operations").fill("strands reserve")
    expect(entries).to_have_count(1)


def test_an_operation_from_the_list_runs_with_its_variables_offline(page_of) -> None:
    page = page_of(make_user("viewer"))
    page.goto("/graphql/?lang=en")
    first = run(page)
    assert first["variables"] == operation(NAMES[0]).variables

    open_operation(page, "FindRoutes")
    sent = run(page)
    assert sent["operationName"] == "FindRoutes"
    assert sent["variables"] == operation("FindRoutes").variables
    expect(page.locator(".result-window")).to_contain_text('"errors"')

    page.locator(".operations").get_by_role("button", name="AssetsInBox", exact=True).click()
    assert run(page)["variables"] == operation("AssetsInBox").variables
    expect(page.locator(".result-window")).to_contain_text('"nodes"')
    page.get_by_role("button", name=re.compile("Documentation Explorer")).click()
    expect(page.locator(".graphiql-doc-explorer")).to_contain_text("Query")


def test_it_has_the_bar_of_every_page(page_of) -> None:
    page = page_of(make_user("viewer"))
    page.goto("/graphql/?lang=en")
    expect(page.locator(".operations li")).to_have_count(len(NAMES))
    page.get_by_role("link", name="Deutsch").click()
    expect(page).to_have_url(re.compile(r"/graphql/\?lang=de"))
    expect(page.locator(".operations li")).to_have_count(len(NAMES))
    line = page.locator(".CodeMirror-line").first
    assert "mono" in line.evaluate("line => getComputedStyle(line).fontFamily")
    page.get_by_role("button", name="Abmelden").click()
    expect(page).to_have_url(re.compile(r"/\?"))
    expect(page.get_by_role("banner").get_by_role("link", name="Anmelden")).to_be_visible()
