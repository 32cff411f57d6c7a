"""Changing attributes of many at once: looked through before, all or nothing, and back."""

import json

import pytest

from assets.models import Segment, Site
from assets.services import segment as service
from tests.assets.edits.conftest import line, step
from tests.builders import make_area, make_line_network, make_organisation, make_user

pytestmark = pytest.mark.django_db

ALL = line((-10, -60), (210, -60), (210, 10), (-10, 10))


@pytest.fixture
def editor(editor_of):
    return editor_of(make_user("editor"))


def rows(editor, kind="segment", area=ALL):
    return editor.client.get("/edit/ask/many/", {"kind": kind, "area": area})


def change(found, **values):
    named = ",".join(f"{one['id']}:{one['version']}" for one in found)
    return step("many-change", kind="segment", chosen=named, **values)


def test_what_lies_in_an_area_is_shown_as_it_is(editor):
    make_line_network("A-B-C, D")
    found = rows(editor).json()["rows"]

    assert [one["code"] for one in found] == ["A-B", "B-C"]
    assert found[0]["values"]["life_cycle"] == "in_service"
    assert found[0]["words"]["life_cycle"] == "in service"
    assert found[0]["words"]["owner"] == "Stadt"
    assert len(rows(editor, "site").json()["rows"]) == 4
    assert rows(editor, area=line((0, -80), (10, -80), (10, -70))).json()["rows"] == []


@pytest.mark.parametrize(
    "asked",
    [{}, {"kind": "cable", "area": ALL}, {"kind": "site", "area": "x"},
     {"kind": "site", "area": line((0, 0), (10, 0))},
     {"kind": "site", "area": line((0, 0), (10, 10), (10, 0), (0, 10))}],
)  # fmt: skip
def test_nonsense_for_an_area_is_refused(editor, asked):
    assert editor.client.get("/edit/ask/many/", asked).status_code == 422


def test_all_are_changed_and_come_back_each_to_its_own(editor):
    make_organisation("netz")
    make_line_network("A-B-C")
    Segment.objects.filter(code="B-C").update(life_cycle="planned")
    found = rows(editor).json()["rows"]

    editor.done(change(found, life_cycle="out_of_service", owner="netz", reason="sold"))
    assert set(Segment.objects.values_list("life_cycle", "owner__code")) == {
        ("out_of_service", "netz")
    }
    became = {"life_cycle": "out_of_service", "owner": "netz"}
    before = [
        {"id": one["id"], "from": became, "to": {name: one["values"][name] for name in became}}
        for one in found
    ]
    back = step("many-restore", kind="segment", rows=json.dumps(before))
    editor.done(back)
    assert sorted(Segment.objects.values_list("code", "life_cycle", "owner__code")) == [
        ("A-B", "in_service", "stadt"), ("B-C", "planned", "stadt"),
    ]  # fmt: skip
    status, answer = editor.save(back)
    assert (status, answer["problems"][0]["code"]) == (422, "OVERTAKEN")


def test_if_one_is_refused_none_is_changed_and_it_is_named_at_its_place(editor):
    network = make_line_network("A-B-C")
    found = rows(editor).json()["rows"]
    service.change(segment=network["B-C"], by=None, name="moved on")

    status, answer = editor.save(change(found, life_cycle="abandoned"))
    (problem,) = answer["problems"]
    assert (status, problem["code"]) == (422, "STALE_VERSION")
    assert problem["message"].startswith("B-C: ")
    assert problem["place"]["type"] == "LineString"
    assert not Segment.objects.filter(life_cycle="abandoned").exists()


def test_nothing_chosen_and_nothing_to_change_are_refused(editor):
    make_line_network("A-B")
    status, answer = editor.save(step("many-change", kind="segment", chosen=""))
    assert (status, answer["problems"][0]["field"]) == (422, "chosen")
    status, _answer = editor.save(change(rows(editor).json()["rows"]))
    assert status == 422


def test_contractors_change_none_if_one_lies_outside(editor_of):
    make_line_network("A-B-C")
    contractor = editor_of(make_user("contractor_editor", area=make_area(-50, -50, 150, 50)))
    found = rows(contractor).json()["rows"]
    assert [one["code"] for one in found] == ["A-B", "B-C"]

    status, answer = contractor.save(change(found, life_cycle="abandoned"))
    assert (status, answer["problems"][0]["code"]) == (422, "NOT_PERMITTED")
    assert not Segment.objects.filter(life_cycle="abandoned").exists()
    assert Site.objects.count() == 3
