"""A recorded change that is not taken back: what stands in the way, and nothing changes."""

from datetime import date

import pytest
from django.db import transaction

from assets.models import Duct
from assets.services import duct
from history.context import acting
from history.models import Change
from network.models import HeldUnit
from network.services import duct_joint
from tests.assets.edits.conftest import step
from tests.assets.edits.plant import ids, plant
from tests.assets.looking import path_of
from tests.builders import (
    make_area,
    make_claim,
    make_duct,
    make_line_network,
    make_organisation,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)


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
