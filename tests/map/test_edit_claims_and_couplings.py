"""Claims that hold edits back, bundles laid at once, couplings, what comes back after a save."""

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from assets.models import Cable, CableSection, Duct, DuctSection, Segment, Site
from network.models import ClaimLine, DuctJoint, HeldUnit
from tests.builders import (
    make_bundle,
    make_bundle_type,
    make_cable,
    make_claim,
    make_duct,
    make_duct_type,
    make_line_network,
    make_organisation,
    make_user,
)
from tests.map.conftest import view
from tests.map.editing import DESK, fill, points, save, saved, start
from tests.map.test_accessibility import faults
from tests.map.test_edit_gateways_and_ducts import AD, A, B, C
from tests.map.test_edit_segments import drag
from tests.map.test_edit_under_stress import reason_beside_line


@pytest.fixture
def plant(transactional_db):
    """Two ways from A to C: over B a carrier's tube MR-1, over D the bundle RV, free but RV.02."""
    with transaction.atomic():
        plant = make_line_network("A-B-C, A-D-C")
        plant.duct = make_duct(plant, "A-B-C", code="MR-1", type=make_duct_type("7x1.5", "tube"))
        plant.bundle = make_bundle(plant, "A-D-C", tubes=2)
        make_bundle_type(3)
        carrier, second = make_organisation("carrier"), plant.bundle.tubes.get(number=2)
        make_claim(carrier, (plant.duct, plant["A"], plant["C"]))
        plant.part = make_claim(carrier, (second, plant["A"], plant["D"]))
    return plant


@pytest.fixture
def page(plant, page_of) -> Page:
    return page_of(make_user("planner"), **DESK)


def rows() -> list:
    """All of the plant that an edit might touch, with its versions."""
    models = (Site, Segment, Duct, DuctSection, Cable, CableSection, DuctJoint)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def undo(page: Page, what: str) -> None:
    page.locator("#edit-undo").click()
    expect(page.locator("#toast")).to_contain_text(f"Rückgängig gemacht: {what}")


def redo(page: Page, what: str) -> None:
    page.locator("#edit-redo").click()
    expect(page.locator("#toast")).to_contain_text(f"Wiederhergestellt: {what}")


@pytest.mark.parametrize("edit", ["duct-delete", "segment-delete", "segment-merge"])
def test_what_a_claim_holds_is_not_taken_away(page, plant, edit):
    asset = {"duct-delete": plant.duct, "segment-delete": plant["A-B"]}.get(edit, plant["A-D"])
    before = rows()
    start(page, f"{edit}:{asset.public_id}", view(17))
    if edit == "segment-merge":
        fill(page, other=str(plant["D-C"].public_id))
        page.evaluate(
            "document.querySelectorAll('.edit-form details').forEach(one => one.open = true)"
        )
    save(page)
    said = {"duct-delete": "Reservierung", "segment-delete": "MR-1", "segment-merge": "zusammen"}
    reason_beside_line(page, said[edit])
    assert faults(page) == []
    assert rows() == before


def test_the_line_of_a_claimed_duct_does_not_go_to_another_site(page, plant):
    before = rows()
    start(page, f"segment-change:{plant['B-C'].public_id}", view())
    drag(page, page.locator(".marker-icon:not(.marker-icon-middle)").first, (0, 142))
    save(page)
    reason_beside_line(page, "MR-1")
    assert rows() == before


def test_a_split_keeps_a_claim_over_both_halves(page, plant):
    """It names ducts and sites, so it goes on."""
    start(page, f"segment-split:{plant['B-C'].public_id}", view())
    points(page, (50, 1))
    fill(page, site_code="N-1")
    save(page)
    saved(page)
    assert plant.duct.sections.count() == 3
    assert plant.duct.held_units.get().to_site == plant["C"]
    undo(page, "Trasse teilen")
    assert plant.duct.sections.count() == 2
    assert plant.duct.held_units.get().to_site == plant["C"]


def test_a_bundle_is_laid_with_its_tubes_along_a_changed_way(page):
    start(page, "duct-create", view(17))
    points(page, A, C, zoom=17)
    note = page.locator(".edit-note")
    expect(note).to_contain_text("A-B, B-C")
    points(page, AD, zoom=17)
    expect(note).to_contain_text("A-D, D-C")
    fill(page, type="3x7x1.5", code="NV-1")
    save(page)
    saved(page)

    def laid() -> dict[str, list[str]]:
        ducts = Duct.objects.filter(code__startswith="NV-1")
        return {
            one.code: list(one.sections.order_by("rank").values_list("segment__code", flat=True))
            for one in ducts
        }

    expected = {code: ["A-D", "D-C"] for code in ("NV-1", "NV-1.01", "NV-1.02", "NV-1.03")}
    assert laid() == expected
    expect(page.locator("#panel-body")).to_contain_text("3 von 3")
    inside = DuctSection.objects.filter(duct__bundle__code="NV-1")
    assert set(inside.values_list("parent__duct__code", flat=True)) == {"NV-1"}
    undo(page, "Rohr oder Rohrverband")
    assert laid() == {}
    redo(page, "Rohr oder Rohrverband")
    assert laid() == expected
    undo(page, "Rohr oder Rohrverband")
    assert laid() == {}


def test_a_micro_duct_is_cut_at_a_branch_and_coupled_and_both_panels_say_so(page, plant):
    start(page, f"duct-cut:{plant.duct.public_id}", view())
    points(page, B)
    expect(page.get_by_label("Die beiden Enden wieder kuppeln")).to_be_checked()
    save(page)
    saved(page)
    joint = DuctJoint.objects.get()
    assert joint.site.code == "B"
    assert set(joint.ends.values_list("duct__code", "end")) == {
        ("MR-1", "end"),
        ("MR-1/2", "start"),
    }
    listed = page.locator("#panel-body .contents", has_text="am Standort B")
    expect(listed).to_contain_text("MR-1/2")
    assert faults(page) == []
    listed.get_by_role("link", name="MR-1/2").click()
    expect(page.locator("#panel-body h2")).to_have_text("MR-1/2")
    expect(listed.get_by_role("link", name="MR-1", exact=True)).to_be_visible()
    undo(page, "Rohr schneiden")
    assert not DuctJoint.objects.exists()
    assert not Duct.objects.filter(code="MR-1/2").exists()
    redo(page, "Rohr schneiden")
    assert set(DuctJoint.objects.get().ends.values_list("duct__code", flat=True)) == {
        "MR-1",
        "MR-1/2",
    }


def test_uncoupled_ends_are_two_loose_ones(page, plant):
    start(page, f"duct-cut:{plant.duct.public_id}", view())
    points(page, B)
    page.get_by_label("Die beiden Enden wieder kuppeln").uncheck()
    save(page)
    saved(page)
    assert not DuctJoint.objects.exists()
    expect(page.locator("#panel-body")).not_to_contain_text("am Standort B")


def test_a_deleted_bundle_comes_back_with_its_tubes_after_a_reload(page, plant):
    with transaction.atomic():
        plant.part.delete()
    before = rows()
    start(page, f"duct-delete:{plant.bundle.public_id}", view())
    save(page)
    saved(page)
    assert not Duct.objects.filter(code__startswith="RV").exists()
    page.reload()
    undo(page, "Rohr löschen")
    assert [row[0] for row in rows()[2]] == [row[0] for row in before[2]]
    assert rows()[3] == before[3]
    redo(page, "Rohr löschen")
    assert not Duct.objects.filter(code__startswith="RV").exists()


def test_a_deleted_cable_comes_back_with_its_slack_after_a_reload(page, plant):
    with transaction.atomic():
        cable = make_cable(plant, "A-D-C", inside=plant.bundle.tubes.get(number=1), code="K-9")
        cable.sections.filter(rank=1).update(slack_m=7.5)
    before = list(cable.sections.order_by("rank").values_list())
    start(page, f"cable-delete:{cable.public_id}", view())
    save(page)
    saved(page)
    assert not Cable.objects.exists()
    page.reload()
    undo(page, "Kabel löschen")
    again = Cable.objects.get()
    assert (again.public_id, again.strands.count()) == (cable.public_id, 12)
    assert list(again.sections.order_by("rank").values_list()) == before


def test_a_site_on_which_a_claim_lies_is_moved_and_back_and_the_claim_goes_on(page, plant):
    """The claim names the site and not its place; its line on the map moves along."""
    held = list(HeldUnit.objects.order_by("pk").values_list())
    lines = list(ClaimLine.objects.order_by("pk").values_list("holder", "section", "exclusive"))
    before = plant["B"].geom.coords
    start(page, f"site-change:{plant['B'].public_id}", view())
    drag(page, page.locator(".edit-mark"), (44, -60))
    save(page)
    saved(page)
    moved = Site.objects.get(code="B").geom.coords
    assert moved != before
    assert Segment.objects.get(code="A-B").geom[-1] == moved
    assert list(HeldUnit.objects.order_by("pk").values_list()) == held
    claimed = ClaimLine.objects.order_by("pk").values_list("holder", "section", "exclusive")
    assert list(claimed) == lines
    undo(page, "Standort ändern")
    assert Site.objects.get(code="B").geom.coords == pytest.approx(before)
    assert list(HeldUnit.objects.order_by("pk").values_list()) == held
