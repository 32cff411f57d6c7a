"""Undo and redo of every edit: the recorded change is taken back, row by row, and again."""

import json
from datetime import date

import pytest
from django.db import connection, transaction

from accounts.models import Grant
from assets.models import Cable, CableSection, Duct, Gateway, Segment, Site
from assets.services import duct, segment
from history.models import Change
from network.models import Damage, DuctJoint, HeldUnit
from network.services import duct_joint
from tests.assets.edits.conftest import point, step
from tests.assets.looking import path_of
from tests.assets.test_documents import attach
from tests.builders import (
    make_area,
    make_bundle,
    make_cable,
    make_claim,
    make_duct,
    make_gateway,
    make_line_network,
    make_organisation,
    make_user,
)
from tests.history.feed.following import Follower
from tests.network.ledger.soundness import assert_sound

pytestmark = pytest.mark.django_db(transaction=True)

TABLES = (
    "assets_site", "assets_segment", "assets_duct", "assets_ductsection", "assets_cable",
    "assets_cablesection", "assets_gateway", "assets_antenna", "assets_document",
    "network_ductjoint", "network_ductjointend", "network_heldunit", "network_damage",
)  # fmt: skip


@pytest.fixture
def editor(editor_of):
    return editor_of(make_user("editor"))


def plant():
    """Every row of the plant with its ids, without what counts up; the lines of the ledger."""
    rows = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                f"SELECT COALESCE(jsonb_agg(to_jsonb(t) - '{{version,updated_at}}'::text[]"
                f" ORDER BY id)::text, '[]') FROM {table} t"
            )
            rows[table] = json.loads(cursor.fetchone()[0])
        cursor.execute(
            "SELECT section_id, period::text, exclusive, inside, room_mm2, key = 0"
            " FROM network_claimline WHERE section_id IS NOT NULL ORDER BY 1, 2, 3, 4, 5, 6"
        )
        rows["lines"] = cursor.fetchall()
        cursor.execute("SELECT cable_id, number, number_in_tube FROM assets_strand ORDER BY 1, 2")
        rows["strands"] = cursor.fetchall()
    return rows


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


def ids(*assets):
    return ",".join(str(one.public_id) for one in assets)


@pytest.fixture
@transaction.atomic
def busy(transactional_db):
    """A--B--C--D: a bundle with three tubes, coupled at D; a cable with slack and claims in it."""
    network = make_line_network("A-B-C-D, D-E")
    bundle = make_bundle(network, "A-B-C-D", tubes=3)
    tube = bundle.tubes.get(number=1)
    network.cable = make_cable(network, "A-B-C-D", inside=tube)
    CableSection.objects.filter(cable=network.cable).update(slack_m=7)
    network.claim = make_claim(tube.owner, (tube, network["D"], network["B"]))
    duct_joint.couple(
        first=tube, second=make_duct(network, "D-E", code="R-9"), site=network["D"], by=None
    )
    Damage.objects.create(
        section=bundle.tubes.get(number=3).sections.last(), period=(date(2026, 1, 1), None)
    )
    network.bundle, network.tube = bundle, tube
    return network


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


# --- what stands in the way
def refused(editor, touched, code):
    before, recorded = plant(), Change.objects.count()
    status, answer = editor.save(step("change-take-back", change=touched.change))
    assert status == 422, answer
    (problem,) = answer["problems"]
    assert problem["code"] == code, problem
    assert (plant(), Change.objects.count()) == (before, recorded)
    return problem


def test_what_somebody_else_changed_since_is_told_with_both_values(editor, busy):
    done = editor.done(step("duct-cut", busy.tube, site=ids(busy["C"]), coupled="true"))
    second = Duct.objects.get(code="RV.01/2")
    other = make_user("planner")
    duct.change(duct=second, by=other, name="Neu")
    problem = refused(editor, done, "CHANGED_SINCE")
    assert "RV.01/2: name is now “Neu”, you left “–”" in problem["message"]
    assert problem["place"]["type"] == "MultiLineString"
    duct.change(duct=second, by=other, name="")
    editor.take_back(done)
    assert path_of(busy.tube) == ["A", "B", "C", "D"]


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda busy, by, two: duct.cut(duct=busy.tube, site=busy["B"], by=by), "CHANGED_SINCE"),
        (lambda busy, by, two: duct_joint.uncouple(joint=two.joint_ends.first().joint, by=by),
         "CHANGED_SINCE"),
        (lambda busy, by, two: make_claim(
            busy.tube.owner, (two, busy["C"], busy["D"]), since=date(2041, 1, 1), until=None),
         "IN_THE_WAY"),
    ],
)  # fmt: skip
def test_a_cut_stays_where_something_came_to_rest_on_it(editor, busy, act, code):
    done = editor.done(step("duct-cut", busy.tube, site=ids(busy["C"]), coupled="true"))
    with transaction.atomic():
        act(busy, make_user("planner"), Duct.objects.get(code="RV.01/2"))
    refused(editor, done, code)
    assert HeldUnit.objects.filter(duct__code="RV.01/2").exists()


def test_what_somebody_changed_in_another_field_stays(editor, busy):
    done = editor.done(step("duct-cut", busy.tube, site=ids(busy["C"]), coupled="true"))
    Duct.objects.filter(pk=busy.tube.pk).update(name="Neu")
    editor.take_back(done)
    assert Duct.objects.get(pk=busy.tube.pk).name == "Neu"


def test_a_deletion_stays_where_its_place_is_taken_or_gone(editor):
    network = make_line_network("A-B, C")
    pipe = make_duct(network, "A-B", code="R")
    first = editor.done(step("duct-delete", pipe))
    taken = make_duct(network, "A-B", code="R")
    assert refused(editor, first, "NOT_UNIQUE")["field"] is None
    duct.delete(duct=taken, by=None)
    second = editor.done(step("segment-delete", network["A-B"]))
    problem = refused(editor, first, "NOT_FOUND")
    assert "does not exist any more" in problem["message"]
    editor.take_back(second)
    editor.take_back(first)
    assert Duct.objects.get().public_id == pipe.public_id


def test_only_ones_own_edits_of_the_plant_are_taken_back(editor, editor_of, busy):
    done = editor.done(step("site-change", busy["A"], name="x"))
    for user in ("planner", "viewer", "contractor_editor"):
        another = editor_of(make_user(user))
        code = "NOT_PERMITTED" if user == "viewer" else "NOT_FOUND"
        refused(another, done, code)
    newest = Change.objects.filter(table_name="accounts_user").last()
    done.change = newest.pk if newest else 0
    refused(editor, done, "NOT_FOUND")
    with_claim = make_user("planner")
    from history.context import acting

    with acting(with_claim, "mixed"):
        make_organisation("neu")
    done.change = Change.objects.latest("pk").pk
    refused(editor_of(with_claim), done, "NOT_TAKEN_BACK")


def test_what_is_too_much_to_be_taken_back_is_said(editor, busy, monkeypatch):
    done = editor.done(step("site-change", busy["A"], name="x"))
    monkeypatch.setattr("assets.services.recorded.MOST", 0)
    problem = refused(editor, done, "NOT_TAKEN_BACK")
    assert any(words in problem["message"] for words in ("too many to be", "zu viele"))


def test_a_contractor_takes_back_only_inside_the_own_area(editor_of):
    network = make_line_network("A-B-C")
    user = make_user("contractor_editor", area=make_area(west=-10, east=250))
    contractor = editor_of(user)
    done = contractor.done(step("segment-delete", network["B-C"]))
    user.memberships.update(area=make_area(west=-10, east=110))
    refused(contractor, done, "NOT_PERMITTED")
