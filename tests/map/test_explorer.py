"""GraphiQL from our own files: it knows the schema, offers the operations, and asks nobody else."""

import re

import pytest
from playwright.sync_api import expect

from tests.builders import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_explorer_runs_a_documented_operation_offline(page_of) -> None:
    page = page_of(make_user("viewer"))
    page.goto("/graphql/")
    tab = page.get_by_role("tab", name="AssetsInBox")
    expect(tab).to_be_visible()
    expect(page.get_by_role("tab", name="FindRoutes")).to_have_count(1)
    tab.click()
    page.get_by_role("button", name=re.compile("Execute query")).click()
    expect(page.locator(".result-window")).to_contain_text('"nodes"')
    page.get_by_role("button", name=re.compile("Documentation Explorer")).click()
    expect(page.locator(".graphiql-doc-explorer")).to_contain_text("Query")
