"""Changing attributes of many at once: looked through before, all or nothing, and back."""

import json
from functools import partial

import pytest
from django.db import transaction

from assets.models import Cable, Duct, Gateway, Segment, Site
from assets.services import duct as duct_service
from assets.services import segment as service
from tests.assets.edits.conftest import line, step
from tests.builders import (
    make_area,
    make_bundle,
    make_cable,
    make_claim,
    make_gateway,
    make_line_network,
    make_organisation,
    make_user,
)
from tests.together import together

pytestmark = pytest.mark.django_db

ALL = line((-10, -60), (210, -60), (210, 10), (-10, 10))


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
    [{}, {"kind": "strand", "area": ALL}, {"kind": "site", "area": "x"},
     {"kind": "site", "area": line((0, 0), (10, 0))},
     {"kind": "site", "area": line((0, 0), (10, 10), (10, 0), (0, 10))}],
)  # fmt: skip
def test_nonsense_for_an_area_is_refused(editor, asked):
    assert editor.client.get("/edit/ask/many/", asked).status_code == 422


def test_what_a_filter_leaves_is_chosen_alone_or_inside_an_area(editor):
    make_line_network("A-B-C-D")
    Segment.objects.exclude(code="B-C").update(life_cycle="planned")

    def codes(**asked):
        answer = editor.client.get("/edit/ask/many/", {"kind": "segment", **asked})
        assert answer.status_code == 200, answer.json()
        return [one["code"] for one in answer.json()["rows"]]

    planned = "layer=segments&life_cycle=planned"
    assert codes(filter=planned) == ["A-B", "C-D"]
    left = line((-10, -60), (150, -60), (150, 10), (-10, 10))
    assert codes(area=left) == ["A-B", "B-C"]
    assert codes(filter=planned, area=left) == ["A-B"]
    assert codes(filter="layer=segments&life_cycle=idea") == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [("layer=sites&life_cycle=planned", "NOT_FOUND"), ("layer=none", "UNKNOWN_LAYER"),
     ("layer=segments&colour=red", "UNKNOWN_FILTER"), ("layer=segments&built_from=x", "BAD_INPUT"),
     ("", "INVALID_GEOMETRY")],
)  # fmt: skip
def test_a_filter_that_means_nothing_here_is_refused(editor, asked, code):
    answer = editor.client.get("/edit/ask/many/", {"kind": "segment", "filter": asked})
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, code)


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


@pytest.fixture
def furnished():
    """A-B-C with a bundle of three tubes, a cable in the second, a gateway at A."""
    network = make_line_network("A-B-C")
    bundle = make_bundle(network, "A-B-C", tubes=3)
    make_cable(network, "A-B-C", inside=bundle.tubes.get(number=2), code="K-7")
    make_gateway(network["A"], "GW-1")
    return network


@pytest.mark.parametrize(
    ("kind", "model", "codes"),
    [("duct", Duct, ["RV", "RV.01", "RV.02", "RV.03"]), ("cable", Cable, ["K-7"]),
     ("gateway", Gateway, ["GW-1"])],
)  # fmt: skip
def test_what_has_no_place_of_its_own_is_found_changed_and_changed_back(
    editor, furnished, kind, model, codes
):
    make_organisation("netz")
    found = rows(editor, kind).json()["rows"]
    assert [one["code"] for one in found] == codes
    assert "accuracy" not in found[0]["values"]
    assert rows(editor, kind, line((150, -60), (160, -60), (160, -50))).json()["rows"] == []

    named = ",".join(f"{one['id']}:{one['version']}" for one in found)
    touched = editor.done(step("many-change", kind=kind, chosen=named, operator="netz"))
    assert set(model.objects.values_list("operator__code", flat=True)) == {"netz"}
    assert all(one["bounds"] for one in touched.values())
    assert touched.change is not None
    before = [
        {"id": one["id"], "from": {"operator": "netz"}, "to": {"operator": ""}} for one in found
    ]
    editor.done(step("many-restore", kind=kind, rows=json.dumps(before)))
    assert set(model.objects.values_list("operator", flat=True)) == {None}


def test_an_attribute_that_the_kind_lacks_is_refused_at_its_field(editor, furnished):
    (found,) = rows(editor, "cable").json()["rows"]
    named = f"{found['id']}:{found['version']}"
    status, answer = editor.save(step("many-change", kind="cable", chosen=named, accuracy="cm10"))
    assert (status, [one["field"] for one in answer["problems"]]) == (422, ["accuracy"])


def test_of_ducts_none_is_removed_if_one_is_claimed(editor, furnished):
    tube = Duct.objects.get(code="RV.03")
    make_claim(make_organisation("carrier"), (tube, furnished["A"], furnished["C"]))
    found = [
        one for one in rows(editor, "duct").json()["rows"] if one["code"] in {"RV.01", "RV.03"}
    ]
    named = ",".join(f"{one['id']}:{one['version']}" for one in found)
    status, answer = editor.save(
        step("many-change", kind="duct", chosen=named, life_cycle="removed")
    )
    (problem,) = answer["problems"]
    assert (status, problem["message"][:7]) == (422, "RV.03: ")
    assert problem["place"]["type"] == "MultiLineString"
    assert not Duct.objects.filter(life_cycle="removed").exists()


def test_of_ducts_none_is_changed_if_one_was_changed_meanwhile(editor, furnished):
    found = rows(editor, "duct").json()["rows"]
    duct_service.change(duct=Duct.objects.get(code="RV.02"), by=None, name="moved on")
    named = ",".join(f"{one['id']}:{one['version']}" for one in found)
    status, answer = editor.save(
        step("many-change", kind="duct", chosen=named, life_cycle="planned")
    )
    assert (status, answer["problems"][0]["code"]) == (422, "STALE_VERSION")
    assert answer["problems"][0]["message"].startswith("RV.02: ")
    assert not Duct.objects.filter(life_cycle="planned").exists()


@pytest.mark.parametrize("kind", ["duct", "cable"])
def test_contractors_change_nothing_that_goes_on_outside(editor_of, furnished, kind):
    contractor = editor_of(make_user("contractor_editor", area=make_area(-50, -50, 150, 50)))
    found = rows(contractor, kind).json()["rows"]
    assert found
    named = ",".join(f"{one['id']}:{one['version']}" for one in found)
    status, answer = contractor.save(
        step("many-change", kind=kind, chosen=named, life_cycle="planned")
    )
    assert (status, answer["problems"][0]["code"]) == (422, "NOT_PERMITTED")


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_changes_all_and_the_other_is_told(editor_of):
    """They name the same ducts in opposite orders, so that each holds what the other waits for."""
    with transaction.atomic():
        make_bundle(make_line_network("A-B-C"), "A-B-C", tubes=24)
    rivals = [editor_of(make_user("editor")) for _number in range(2)]
    for turn, states in enumerate([("planned", "abandoned"), ("in_service", "out_of_service")]):
        found = rows(rivals[0], "duct").json()["rows"]
        named = [f"{one['id']}:{one['version']}" for one in found]
        answers = together(
            [
                partial(
                    rival.save,
                    step("many-change", kind="duct", chosen=",".join(order), life_cycle=state),
                    key=f"turn-{turn}",
                )
                for rival, order, state in zip(rivals, (named, named[::-1]), states, strict=True)
            ]
        )
        assert sorted(status for status, _answer in answers) == [200, 422], answers
        (told,) = [answer for status, answer in answers if status == 422]
        assert told["problems"][0]["code"] == "STALE_VERSION"
        (left,) = set(Duct.objects.values_list("life_cycle", flat=True))
        assert left in states
