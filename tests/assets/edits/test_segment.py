"""Segments through the door of the map: drawing, splitting, and what takes it back."""

import pytest
from django.db import transaction

from assets.models import DuctSection, Segment, Site
from tests.assets.edits.conftest import attribute, line, point, step
from tests.builders import make_bundle, make_duct, make_line_network

pytestmark = pytest.mark.django_db


def drawn(*corners, **values):
    known = {"kind": "open_cut", "code": "T-1", "owner": "stadt", "life_cycle": "planned"}
    ends = {"surface": "unknown", "start_kind": "handhole", "end_kind": "handhole"}
    return step("segment-create", **{**known, **ends, "geom": line(*corners), **values})


def named(touched, name):
    return touched.change if name == "change" else touched[name]["id"]


def taken_back(back, sent, touched):
    """The way back as the front end fills it in (`edit/undo.ts`)."""
    steps = []
    for one in back:
        name = one["object"]
        if name is not None and name not in touched:
            continue
        values = {
            key: named(touched, value[1:]) if str(value).startswith("@") else value
            for key, value in one["values"].items()
            if not one.get("only") or key in sent["values"]
        }
        version = touched[name]["version"] if name else None
        public_id = touched[name]["id"] if name else None
        steps.append(
            {"edit": one["edit"], "object": public_id, "version": version, "values": values}
        )
    return steps


def test_a_segment_between_two_sites(editor):
    network = make_line_network("A-B, C")
    a, c = network["A"].public_id, network["C"].public_id
    touched = editor.done(drawn((0, 0), (10, -20), (0, -50), start=f"site:{a}", end=f"site:{c}"))

    made = Segment.objects.get(code="T-1")
    assert (made.start_site, made.end_site) == (network["A"], network["C"])
    assert len(made.geom) == 3
    assert set(touched) == {"segment"}


@pytest.mark.django_db(transaction=True)
def test_free_ends_make_sites_and_the_way_back_takes_them_away(editor):
    before = editor.form("segment-create")
    sent = drawn((0, 0), (40, 0), start_code="S-1", end_code="S-2")
    touched = editor.done(sent)
    assert list(Site.objects.values_list("code", "life_cycle")) == [
        ("S-1", "planned"), ("S-2", "planned"),
    ]  # fmt: skip

    editor.done(*taken_back(attribute(before, "data-way-back"), sent, touched))
    assert (Site.objects.count(), Segment.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_an_end_on_a_line_splits_it_with_everything_in_it_and_back(editor):
    network = make_line_network("A-B, C")
    with transaction.atomic():
        make_bundle(network, "A-B", tubes=2)
    before = editor.form("segment-create")
    split, site = network["A-B"].public_id, network["C"].public_id
    sent = drawn((60, 0), (0, -50), start=f"split:{split}", start_code="N", end=f"site:{site}")
    touched = editor.done(sent)

    assert Segment.objects.filter(start_site__code="N").count() == 2
    assert DuctSection.objects.count() == 6
    editor.done(*taken_back(attribute(before, "data-way-back"), sent, touched))
    assert Segment.objects.get().geom.equals_exact(network["A-B"].geom)
    assert DuctSection.objects.count() == 3
    assert not Site.objects.filter(code="N").exists()


@pytest.mark.django_db(transaction=True)
def test_both_ends_may_split_the_same_segment(editor):
    network = make_line_network("A-B")
    before = editor.form("segment-create")
    name = f"split:{network['A-B'].public_id}"
    for corners in (((20, 0), (50, -30), (80, 0)), ((80, 0), (50, -30), (20, 0))):
        sent = drawn(*corners, start=name, end=name, start_code="N1", end_code="N2")
        touched = editor.done(sent)
        assert Segment.objects.count() == 4
        editor.done(*taken_back(attribute(before, "data-way-back"), sent, touched))
        assert Segment.objects.count() == 1


def test_a_line_that_crosses_itself_is_refused_where_it_does(editor):
    status, answer = editor.save(
        drawn((0, 0), (40, 0), (40, -20), (20, 20), start_code="S-1", end_code="S-2")
    )

    assert status == 422
    (problem,) = answer["problems"]
    assert problem["field"] == "geom"
    ((lon, lat),) = problem["place"]["coordinates"]
    crossing = line((30, 0), (30, 0))
    assert f"{lon:.5f}" in crossing
    assert f"{lat:.5f}" in crossing
    assert (Site.objects.count(), Segment.objects.count()) == (0, 0)


def test_the_code_of_a_new_site_is_refused_at_its_end(editor):
    make_line_network("A-B")
    status, answer = editor.save(drawn((0, -80), (40, -80), start_code="N", end_code="A"))

    assert (status, answer["problems"][0]["field"]) == (422, "end_code")
    assert not Site.objects.filter(code="N").exists()


@pytest.mark.parametrize("end", ["x", "site:x", "split:00000000-0000-4000-8000-000000000000"])
def test_an_end_that_does_not_exist_is_refused(editor, end):
    status, answer = editor.save(drawn((0, 0), (40, 0), start=end, end_code="S-2"))
    assert (status, answer["problems"][0]["field"]) == (422, "start")


def test_corners_move_and_come_back(editor):
    network = make_line_network("A-B")
    segment = network["A-B"]
    before = editor.form("segment-change", segment)
    sent = step("segment-change", segment, geom=line((0, 0), (50, 20), (100, 0)))
    touched = editor.done(sent)
    segment.refresh_from_db()
    assert len(segment.geom) == 3
    editor.done(*taken_back(attribute(before, "data-way-back"), sent, touched))
    segment.refresh_from_db()
    assert len(segment.geom) == 2


def test_an_end_dragged_away_from_its_site_is_refused_there(editor):
    segment = make_line_network("A-B")["A-B"]
    status, answer = editor.save(step("segment-change", segment, geom=line((0, 0), (90, 0))))
    assert (status, answer["problems"][0]["code"]) == (422, "NOT_ON_SITE")
    assert answer["problems"][0]["place"]["type"] == "Point"


def test_reversing_keeps_the_direction_of_what_lies_in_it(editor):
    network = make_line_network("A-B-C")
    duct = make_duct(network, "A-B-C")
    editor.done(step("segment-reverse", network["A-B"]))

    segment = Segment.objects.get(code="A-B")
    assert (segment.start_site.code, segment.end_site.code) == ("B", "A")
    assert segment.geom[0] == segment.start_site.geom.coords
    assert list(duct.sections.order_by("rank").values_list("reversed", flat=True)) == [True, False]
    editor.done(step("segment-reverse", segment))
    assert list(duct.sections.order_by("rank").values_list("reversed", flat=True)) == [False, False]


def test_a_segment_with_ducts_in_it_is_not_deleted_and_shows_where(editor):
    network = make_line_network("A-B")
    make_duct(network, "A-B", code="R-1")
    assert "R-1" in editor.form("segment-delete", network["A-B"])
    status, answer = editor.save(step("segment-delete", network["A-B"]))

    assert (status, answer["problems"][0]["code"]) == (422, "IN_THE_WAY")
    assert "R-1" in answer["problems"][0]["message"]
    assert answer["problems"][0]["place"]["type"] == "LineString"


@pytest.mark.django_db(transaction=True)
def test_a_deleted_segment_comes_back_with_its_facts(editor):
    network = make_line_network("A-B")
    Segment.objects.update(depth_cm=80, name="Weg")
    segment = Segment.objects.get()
    before = editor.form("segment-delete", segment)
    sent = step("segment-delete", segment)
    touched = editor.done(sent)
    editor.done(*taken_back(attribute(before, "data-way-back"), sent, touched))
    made = Segment.objects.get()
    assert (made.code, made.name, made.depth_cm, made.start_site) == (
        "A-B",
        "Weg",
        80,
        network["A"],
    )


@pytest.mark.django_db(transaction=True)
def test_splitting_and_merging_go_back(editor):
    network = make_line_network("A-B")
    with transaction.atomic():
        make_duct(network, "A-B", code="R-1")
    segment = network["A-B"]
    before = editor.form("segment-split", segment)
    values = {"at": point(40), "site_code": "N", "site_kind": "chamber"}
    sent = step("segment-split", segment, **values)
    touched = editor.done(sent)
    assert Segment.objects.count() == 2

    editor.done(*taken_back(attribute(before, "data-way-back"), sent, touched))
    assert (Segment.objects.count(), Site.objects.filter(code="N").count()) == (1, 0)
    course = segment.geom
    segment.refresh_from_db()
    assert segment.geom.equals_exact(course)
    kept = editor.done(step("segment-split", segment, **values))
    segment.refresh_from_db()
    before = editor.form("segment-merge", segment)
    sent = step("segment-merge", segment, other=kept["half"]["id"], drop_site="true")
    touched = editor.done(sent)
    assert Segment.objects.count() == 1
    editor.done(*taken_back(attribute(before, "data-way-back"), sent, touched))
    assert Segment.objects.count() == 2
    assert Site.objects.get(code="N").kind == "chamber"
    assert str(Segment.objects.get(start_site__code="N").public_id) == kept["half"]["id"]
