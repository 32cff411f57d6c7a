"""A place that is typed is taken however the field is left, or its sentence says why not."""

import pytest
from playwright.sync_api import Page, expect

from assets.models import Site
from tests.builders import make_user, place
from tests.map.conftest import view
from tests.map.editing import DESK, fill, points, save, saved, start
from tests.map.test_accessibility import faults

THERE = place(130)


def metres(geom) -> str:
    return f"{geom.x:.2f} {geom.y:.2f}"


@pytest.fixture
def page(network, page_of) -> Page:
    return page_of(make_user("editor"), **DESK)


@pytest.fixture
def moving(page, network) -> Page:
    start(page, f"site-change:{network['B'].public_id}", view())
    return page


def test_coordinates_count_without_a_press_of_enter(moving):
    moving.locator("#edit-typed").fill(metres(THERE))
    save(moving)
    saved(moving)
    assert Site.objects.get(code="B").geom.distance(THERE) < 0.01


def test_what_is_no_place_is_not_passed_over(moving):
    field = moving.locator("#edit-typed")
    field.fill("am alten Markt")
    save(moving)
    expect(moving.locator("#edit-typed-error")).to_contain_text("„am alten Markt“ wurde kein Ort")
    expect(field).to_be_focused()
    assert faults(moving) == []
    points(moving, (10, 0))
    expect(moving.locator("#edit-typed-error")).to_be_hidden()
    save(moving)
    saved(moving)


def test_enter_means_what_stands_in_the_field_now(moving):
    field = moving.locator("#edit-typed")
    field.fill(metres(place(60)))
    expect(moving.locator("[role=option]")).to_have_count(1)
    field.fill(metres(THERE))
    field.press("Enter")
    save(moving)
    saved(moving)
    assert Site.objects.get(code="B").geom.distance(THERE) < 0.01


def test_no_list_opens_below_a_field_that_was_left(moving):
    field = moving.locator("#edit-typed")
    field.fill("B")
    field.fill("B-")
    field.press("Tab")
    moving.wait_for_timeout(600)
    expect(field).to_have_attribute("aria-expanded", "false")


def test_a_typed_corner_is_one_corner(page):
    start(page, "segment-create", view())
    points(page, (0, 0))
    field = page.locator("#edit-typed")
    field.fill(metres(place(130)))
    field.press("Tab")
    expect(page.locator(".edit-corner")).to_have_count(2)
    expect(field).to_have_value("")
    fill(page, kind="open_cut", code="NEU", end_code="S-9")
    save(page)
    saved(page)
    assert Site.objects.get(code="S-9").geom.distance(THERE) < 0.01
