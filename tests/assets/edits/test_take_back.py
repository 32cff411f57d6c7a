"""Undo and redo of every edit: the recorded change is taken back, row by row, and again."""

import json
from datetime import date

import pytest
from django.db import transaction

from accounts.models import Grant
from assets.models import Cable, CableSection, Duct, Gateway, Segment, Site
from assets.services import segment
from network.models import DuctJoint
from tests.assets.edits.conftest import point, step
from tests.assets.edits.plant import ids, plant
from tests.assets.looking import path_of
from tests.assets.test_documents import attach
from tests.builders import (
    make_bundle,
    make_cable,
    make_duct,
    make_gateway,
    make_line_network,
    make_organisation,
    make_user,
)
from tests.history.feed.following import Follower
from tests.network.ledger.soundness import assert_sound

pytestmark = pytest.mark.django_db(transaction=True)


def there_and_back(editor, *sent):
    """Does it, undoes, redoes and undoes it; what it was like after doing it."""
    before = plant()
    done = editor.done(*sent)
    after = plant()
    assert after != before
    for expected in (before, after, before):
        done = editor.take_back(done)
        assert plant() == expected
        assert_sound()
    return after


def test_a_cut_micro_duct_is_whole_again_with_cable_couplings_and_claims(editor, busy):
    sent = step("duct-cut", busy.tube, site=ids(busy["C"]), coupled="true")
    there_and_back(editor, sent)
    assert path_of(busy.tube) == ["A", "B", "C", "D"]
    assert path_of(busy.cable) == ["A", "B", "C", "D"]
    assert busy.claim.units.get().duct == busy.tube
    assert {one.duct.code for one in DuctJoint.objects.get().ends.all()} == {"RV.01", "R-9"}


def test_a_bundle_cut_with_its_tubes_is_whole_again(editor, busy):
    sent = step("duct-cut", busy.bundle, site=ids(busy["B"]), coupled="true", with_tubes="true")
    after = there_and_back(editor, sent)
    assert len(after["assets_duct"]) == 9 and Duct.objects.count() == 5


def test_deleted_nested_tubes_come_back_under_their_public_ids(editor):
    with transaction.atomic():
        network = make_line_network("A-B-C")
        bundle = make_bundle(network, "A-B-C", tubes=3)
        pipe = make_duct(network, "A-B-C", code="SR")
    before = set(Duct.objects.values_list("code", "public_id", "bundle__code"))
    there_and_back(editor, step("duct-delete", bundle, with_tubes="true"))
    assert set(Duct.objects.values_list("code", "public_id", "bundle__code")) == before
    there_and_back(editor, step("duct-delete", pipe))
    there_and_back(editor, step("duct-delete", bundle.tubes.get(number=2)))


def test_a_deleted_cable_comes_back_in_its_duct_with_slack_and_strands(editor):
    with transaction.atomic():
        network = make_line_network("A-B-C")
        bundle = make_bundle(network, "A-B-C", tubes=2)
        cable = make_cable(network, "A-B-C", inside=bundle.tubes.get(number=1))
    CableSection.objects.filter(cable=cable).update(slack_m=12.5)
    there_and_back(editor, step("cable-delete", cable))
    again = Cable.objects.get(public_id=cable.public_id)
    assert again.version > cable.version
    assert set(again.sections.values_list("duct_section__duct__code", "slack_m")) == {
        ("RV.01", 12.5)
    }
    assert again.strands.count() == cable.fibre_count
    without = Cable.objects.create(
        code="PK", owner=cable.owner, type=cable.type, start_site=network["A"]
    )
    there_and_back(editor, step("cable-delete", without))


def test_sites_gateways_and_segments_come_back_with_what_opened_them(editor):
    network = make_line_network("A-B, C")
    gateway = make_gateway(network["C"], "GW-1")
    gateway.antennas.create(number=1, height_m=12.5, gain_dbi=3)
    carrier = make_organisation("traeger", "carrier")
    grant = Grant.objects.create(
        organisation=carrier, case_reference="F-1", valid=(date(2026, 1, 1), None)
    )
    network["A-B"].grants.add(grant)
    there_and_back(editor, step("segment-delete", network["A-B"]))
    assert list(network["A-B"].grants.all()) == [grant]
    there_and_back(editor, step("gateway-delete", gateway))
    assert Gateway.objects.get().antennas.get().height_m == 12.5
    network["A-B"].refresh_from_db()
    editor.done(step("segment-delete", network["A-B"]))
    there_and_back(editor, step("site-delete", network["A"]))
    assert Site.objects.get(code="A").public_id == network["A"].public_id


def test_merged_halves_are_two_again_under_their_public_ids(editor, busy):
    _kept, half = segment.split(
        segment=busy["B-C"], at=busy["B-C"].geom.interpolate(40),
        new_site={"code": "M", "kind": "chamber"}, by=None,
    )  # fmt: skip
    kept = Segment.objects.get(pk=busy["B-C"].pk)
    there_and_back(editor, step("segment-merge", kept, other=ids(half), drop_site="true"))
    assert Segment.objects.filter(public_id=half.public_id, start_site__code="M").exists()
    assert path_of(busy.bundle) == ["A", "B", "M", "C", "D"]


def test_photos_come_back_with_what_they_show(editor, busy):
    with transaction.atomic():
        attach(busy["B-C"], make_user("editor"))
    _kept, half = segment.split(
        segment=busy["B-C"], at=busy["B-C"].geom.interpolate(40),
        new_site={"code": "M", "kind": "chamber"}, by=None,
    )  # fmt: skip
    kept = Segment.objects.get(pk=busy["B-C"].pk)
    there_and_back(editor, step("segment-merge", kept, other=ids(half), drop_site="true"))
    assert [one.documents.count() for one in (kept, half)] == [1, 1]
    # A removed photo does not keep its site from being deleted, and goes with it.
    alone = make_line_network("X")["X"]
    editor.done(step("document-remove", attach(alone, make_user("editor"))))
    there_and_back(editor, step("site-delete", alone))


def test_all_else_goes_back_and_forth_by_its_record_too(editor, busy):
    """Made, split, drawn, moved, turned and changed: redo brings back the very same objects."""
    ends = {"start_kind": "handhole", "end_kind": "handhole", "surface": "unknown"}
    known = {"owner": "stadt", "life_cycle": "planned"}
    laid = {"commercial_availability": "on_request", "start_site": ids(busy["A"])}
    line = json.dumps(
        {
            "type": "LineString",
            "coordinates": [json.loads(point(*at))["coordinates"] for at in ((150, 0), (150, 60))],
        }
    )
    for again in (
        lambda: step("site-create", kind="chamber", code="S-9", geom=point(20, 20), power="unknown",
             accuracy="unknown", publication="restricted", provenance="surveyed", **known),
        lambda: step("site-change", busy["B"], geom=point(100, 5)),
        lambda: step("segment-split", busy["A-B"], at=point(40), site_code="M",
             site_kind="chamber"),
        lambda: step("segment-create", kind="open_cut", code="T-9", geom=line, start_code="N",
             start=f"split:{busy['B-C'].public_id}", end_code="O", **ends, **known),
        lambda: step("segment-reverse", busy["C-D"]),
        lambda: step("duct-create", type="3x7x1.5", code="RV-9", path=ids(busy["A-B"]),
             **laid, **known),
        lambda: step("duct-change", busy.tube, name="x"),
    ):  # fmt: skip
        for one in (busy["B"], busy["A-B"], busy["B-C"], busy["C-D"], busy.tube):
            one.refresh_from_db()
        there_and_back(editor, again())


def test_many_at_once_files_gateways_and_cables_go_back_and_forth(editor, busy):
    gateway = make_gateway(busy["B"], "GW-1")
    make_organisation("netz")
    bore = busy.bundle.tubes.get(number=2)
    known = {"owner": "stadt", "life_cycle": "planned", "route_quality": "surveyed"}
    chosen = ",".join(f"{one.public_id}:{one.version}" for one in (busy["A-B"], busy["B-C"]))
    document = attach(busy["A"], make_user("editor"))
    for sent in (
        step("many-change", kind="segment", chosen=chosen, owner="netz"),
        step("gateway-change", gateway, geom=point(0), site=ids(busy["A"])),
        step("cable-create", type=busy.cable.type.code, code="K-9", path=ids(busy["A-B"]),
             inside=ids(bore), start_site=ids(busy["A"]), **known),
        step("cable-change", busy.cable, stated_length_m="444"),
        step("document-change", document, title="Deckel"),
    ):  # fmt: skip
        there_and_back(editor, sent)
    document.refresh_from_db()
    done = editor.done(step("document-remove", document))
    done = editor.take_back(done)
    assert done["d0"] == {
        "name": "d0", "kind": "document", "id": str(document.public_id),
        "version": document.version + 2, "bounds": None,
    }  # fmt: skip


def test_who_follows_the_feed_is_told_that_it_is_there_again_under_its_id(editor):
    network = make_line_network("A-B")
    line, partner = network["A-B"], make_user("partner")
    grant = Grant.objects.create(
        organisation=partner.memberships.get().organisation,
        case_reference="F-1",
        valid=(date(2026, 1, 1), None),
    )
    line.grants.add(grant)
    staff, carrier, late = Follower(make_user("planner")), Follower(partner), Follower(partner)
    done = editor.done(step("segment-delete", line))
    assert ("Segment", "gone", "DELETED") in staff.told()
    assert ("Segment", "gone", "GONE") in carrier.told()
    editor.take_back(done)
    for follower in (staff, carrier):
        (told,) = [one for one in follower.read() if one.type == "Segment"]
        assert told.identifier == line.public_id
        assert told.operation.name in {"CREATED", "APPEARED"}
    assert [one.operation.name for one in late.read() if one.type == "Segment"][-1] in {
        "CREATED", "APPEARED",
    }  # fmt: skip
