"""From A to B in the browser: ask, compare, reserve, and be told why not."""

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from assets.models import Duct
from network.models import Holder, HolderKind
from tests.builders import (
    make_cable,
    make_duct,
    make_duct_type,
    make_line_network,
    make_organisation,
    make_user,
)
from tests.map.conftest import view

A = "51.25653,7.13699"
C = "51.25656,7.13985"


@pytest.fixture
def one_duct(transactional_db):
    """A single tube from A over B to C."""
    with transaction.atomic():
        network = make_line_network("A-B-C")
        make_duct(network, "A-B-C", code="MR-1", type=make_duct_type("7x1.5", "tube"))
    return network


def ask(page: Page, **changes: str) -> None:
    page.goto(view(17, t="route", a=A, b=C))
    for field, value in changes.items():
        page.fill(f"#route-{field}", value)
    page.get_by_role("button", name="Wege suchen").click()


def reserve(page: Page) -> None:
    page.get_by_role("button", name="Reservieren", exact=True).click()
    page.get_by_role("button", name="Verbindlich reservieren").click()


def test_a_free_way_is_found_compared_and_reserved(one_duct, page_of):
    page = page_of(make_user("planner"))
    ask(page)

    expect(page.locator(".route-compare")).to_contain_text("200,0 m")
    reserve(page)

    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Der Weg ist für Sie vorgemerkt")
    dialog.get_by_role("button", name="Schließen").click()
    expect(page.locator(".route-details")).to_contain_text("Reserviert als R-")
    assert Holder.objects.filter(kind=HolderKind.CLAIM).count() == 1


def test_a_repeated_attempt_after_a_lost_answer_books_once(one_duct, page_of):
    page = page_of(make_user("planner"))
    ask(page)
    expect(page.locator(".route-compare")).to_be_visible()
    lost = []

    def lose_the_first_answer(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())
        return route.abort()

    page.route("**/graphql/**", lose_the_first_answer)
    reserve(page)
    expect(page.get_by_role("dialog")).to_contain_text("nicht erreichbar")
    page.get_by_role("button", name="Verbindlich reservieren").click()

    expect(page.get_by_role("dialog")).to_contain_text("vorgemerkt")
    assert Holder.objects.filter(kind=HolderKind.CLAIM).count() == 1


def test_the_slower_of_two_is_told_why_not(one_duct, page_of):
    first = page_of(make_user("partner"))
    second = page_of(make_user("partner", make_organisation("anders", "carrier")))
    for page in (first, second):
        ask(page)
        expect(page.locator(".route-compare")).to_be_visible()

    reserve(first)
    expect(first.get_by_role("dialog")).to_contain_text("vorgemerkt")
    reserve(second)

    dialog = second.get_by_role("dialog")
    expect(dialog).to_contain_text("Nicht reserviert")
    expect(dialog).to_contain_text("Suchen Sie noch einmal")
    expect(dialog).not_to_contain_text("Traeger")
    assert Holder.objects.filter(kind=HolderKind.CLAIM).count() == 1


def test_where_nothing_is_free_it_says_what_is_in_the_way(one_duct, page_of):
    with transaction.atomic():
        make_cable(one_duct, "B-C", inside=Duct.objects.get(code="MR-1"))
    page = page_of(make_user("planner"))
    ask(page)

    expect(page.locator(".route-result")).to_contain_text("kein Weg frei")
    expect(page.locator(".route-result")).to_contain_text("Rohr MR-1 in B-C: belegt")


def test_points_are_picked_on_the_map_and_kept_in_the_address(one_duct, page_of):
    page = page_of(make_user("planner"))
    page.goto(view(17))
    page.keyboard.press("r")
    expect(page.locator(".route-hint")).to_contain_text("Anfang der Strecke (A)")
    page.wait_for_load_state("networkidle")
    box = page.locator("#map").bounding_box()
    middle = box["y"] + box["height"] / 2

    page.mouse.click(box["x"] + 400, middle)
    page.mouse.click(box["x"] + 500, middle)

    expect(page.locator(".map-pin")).to_have_count(2)
    assert "&a=51.2" in page.url
    assert "&b=51.2" in page.url


def test_mistakes_are_named_at_their_field(one_duct, page_of):
    page = page_of(make_user("planner"))
    page.goto(view(17, t="route", a=A))
    page.fill("#route-tubes", "keins")
    page.get_by_role("button", name="Wege suchen").click()

    expect(page.locator("#route-to-error")).to_contain_text("Wählen Sie einen Punkt")
    expect(page.locator("#route-tubes-error")).to_contain_text("von 1 bis 48")
    expect(page.locator("#route-to")).to_be_focused()


def test_people_without_the_right_are_told_whom_to_ask(one_duct, page_of):
    page = page_of(make_user("viewer"))
    ask(page)

    expect(page.locator(".route-details")).to_contain_text("Wenden Sie sich an die Vergabestelle")
