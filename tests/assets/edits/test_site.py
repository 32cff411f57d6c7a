"""Sites through the door of the map: what a save does, refuses and leaves as a way back."""

import pytest
from django.contrib.gis.geos import LineString

from assets.models import Segment, Site
from tests.assets.edits.conftest import attribute, degrees, point, step
from tests.builders import (
    make_area,
    make_duct,
    make_line_network,
    make_organisation,
    make_site,
    make_user,
)

pytestmark = pytest.mark.django_db


def new_site(**values):
    return step(
        "site-create",
        **{"kind": "chamber", "code": "S-9", "owner": "stadt", "life_cycle": "planned", **values},
    )


def test_a_site_is_made_once_however_often_it_is_sent(editor):
    first = editor.done(new_site(geom=point(30)), key="once")
    again = editor.done(new_site(geom=point(30)), key="once")

    made = Site.objects.get()
    assert (made.code, made.kind, made.life_cycle) == ("S-9", "chamber", "planned")
    assert made.geom.distance(make_site("near", 30).geom) < 0.001
    assert first["site"]["id"] == again["site"]["id"] == str(made.public_id)


def test_a_form_is_in_the_readers_language_and_proposes_code_and_owner(editor):
    make_site("S-0104")
    fragment = editor.form("site-create")

    assert "New site" in fragment
    assert attribute(fragment, "data-values")["code"] == "S-0105"
    assert attribute(fragment, "data-values")["owner"] == "stadt"


def test_each_wrong_field_has_its_own_sentence(editor):
    status, answer = editor.save(new_site(code="", depth_cm="-4"))

    assert status == 422
    assert {one["field"] for one in answer["problems"]} == {"code", "depth_cm", "geom"}
    assert 'id="edit-code-error"' in answer["form"]
    assert Site.objects.count() == 0


def test_outside_the_city_is_refused_at_that_place(editor):
    status, answer = editor.save(new_site(geom='{"type":"Point","coordinates":[13.4,52.5]}'))

    assert status == 422
    (problem,) = answer["problems"]
    assert (problem["field"], problem["code"]) == ("geom", "OUT_OF_AREA")
    assert problem["place"]["coordinates"] == [[13.4, 52.5]]


@pytest.mark.parametrize(
    "text",
    ["x", "null", "[]", '{"type":"Point","coordinates":[NaN,51]}', '{"type":"Point"}',
     '{"type":"LineString","coordinates":[[7,51],[7.1,51]]}',
     '{"type":"Point","coordinates":[700,51]}'],
)  # fmt: skip
def test_nonsense_for_a_place_is_refused(editor, text):
    status, answer = editor.save(new_site(geom=text))

    assert (status, answer["problems"][0]["field"]) == (422, "geom")


def test_moving_takes_the_ends_of_lines_along_and_can_be_taken_back(editor):
    network = make_line_network("A-B-C")
    fragment = editor.form("site-change", network["B"])
    moved = editor.done(step("site-change", network["B"], geom=point(100, 20)))

    line = Segment.objects.get(code="A-B").geom
    assert abs(line[-1][1] - network["A"].geom.y - 20) < 0.01
    west, _south, east, _north = moved["site"]["bounds"]
    assert west <= degrees(0)[0] + 1e-9
    assert east >= degrees(200)[0] - 1e-9

    (back,) = attribute(fragment, "data-way-back")
    values = {"geom": back["values"]["geom"]}
    editor.done(step("site-change", network["B"], moved["site"]["version"], **values))
    network["B"].refresh_from_db()
    assert network["B"].geom.distance(Segment.objects.get(code="B-C").start_site.geom) == 0
    assert abs(network["B"].geom.y - network["A"].geom.y) < 0.001


def test_what_does_not_move_is_not_fetched_again(editor):
    """The line from A has a corner 10 m before B: what lies before the corner stays as drawn."""
    network = make_line_network("A-B")
    line = Segment.objects.get(code="A-B")
    (ax, ay), (bx, by) = line.geom[0], line.geom[-1]
    bent = LineString((ax, ay), (bx - 10, by), (bx, by), srid=line.geom.srid)
    Segment.objects.filter(pk=line.pk).update(geom=bent)

    moved = editor.done(step("site-change", network["B"], geom=point(100, 5)))

    assert moved["site"]["bounds"][0] == pytest.approx(degrees(90)[0], abs=1e-5)


def test_of_two_who_move_one_site_the_second_sees_both_and_chooses(editor, editor_of):
    site = make_site("S-1", name="old")
    other = editor_of(make_user("planner"))
    other.done(step("site-change", site, geom=point(5), remarks="theirs"))

    status, answer = editor.save(step("site-change", site, geom=point(9), name="mine"))

    assert status == 422
    assert answer["stale"] is True
    assert 'data-conflict="geom"' in answer["form"]
    assert 'data-conflict="name"' in answer["form"]
    assert 'data-version="2"' in answer["form"]
    site.refresh_from_db()
    assert (site.name, site.remarks) == ("old", "theirs")
    editor.done(step("site-change", site, 2, geom=point(9), name="mine"))
    site.refresh_from_db()
    assert (site.name, site.remarks) == ("mine", "theirs")


def test_who_changes_what_somebody_else_has_deleted_is_told_so(editor, editor_of):
    site = make_site("S-1")
    editor_of(make_user("planner")).done(step("site-delete", site))
    status, answer = editor.save(step("site-change", site, name="mine"))
    (problem,) = answer["problems"]
    assert (status, problem["code"]) == (422, "NOT_FOUND")
    assert "somebody else has deleted it in the meantime" in problem["message"]


@pytest.mark.django_db(transaction=True)
def test_deleting_names_what_is_in_the_way_and_can_be_taken_back(editor):
    network = make_line_network("A-B")
    fragment = editor.form("site-delete", network["A"])
    assert "route segment A-B" in fragment
    status, answer = editor.save(step("site-delete", network["A"]))
    assert (status, answer["problems"][0]["code"]) == (422, "IN_THE_WAY")
    assert answer["problems"][0]["place"]["type"] == "Point"

    alone = make_site("S-7", 300, name="Alone", depth_cm=80, operator=make_organisation("x"))
    (back,) = attribute(editor.form("site-delete", alone), "data-way-back")
    done = editor.done(step("site-delete", alone))
    assert not Site.objects.filter(code="S-7").exists()
    assert back["values"] == {"change": "@change"}
    editor.take_back(done)
    made = Site.objects.get(code="S-7")
    assert (made.name, made.depth_cm, made.operator.code) == ("Alone", 80, "x")
    assert made.public_id == alone.public_id


def test_several_steps_are_all_or_nothing(editor):
    site = make_site("S-1")
    status, _answer = editor.save(
        step("site-change", site, name="new"), step("site-change", site, code="")
    )
    assert status == 422
    site.refresh_from_db()
    assert site.name == ""


def test_contractors_write_only_inside_their_area(editor_of):
    contractor = editor_of(make_user("contractor_editor", area=make_area(-50, -50, 50, 50)))

    status, answer = contractor.save(new_site(geom=point(80)))
    assert (status, answer["problems"][0]["code"]) == (422, "NOT_PERMITTED")
    assert answer["problems"][0]["place"] is not None
    contractor.done(new_site(geom=point(40)))


@pytest.mark.parametrize("role", ["viewer", "partner", "access_officer", "auditor"])
def test_who_may_not_edit_finds_no_form_and_saves_nothing(editor_of, role):
    site = make_site("S-1")
    person = editor_of(make_user(role))

    assert person.client.get("/edit/site-create/").status_code == 404
    assert "data-edit" not in person.client.get(f"/panel/site/{site.public_id}/").content.decode()
    status, answer = person.save(step("site-change", site, name="x"))
    assert (status, answer["problems"][0]["code"]) == (422, "NOT_PERMITTED")
    site.refresh_from_db()
    assert site.name == ""


def test_nobody_without_a_login_edits(client):
    assert client.get("/edit/site-create/").status_code == 404
    answer = client.post("/edit/", {"key": "k", "steps": []}, content_type="application/json")
    assert answer.status_code == 422


MALFORMED = (
    "", "[]", "{}", '{"key":1,"steps":[]}', '{"key":"k","steps":[1]}',
    '{"key":"k","steps":[{"edit":"x","object":"y","values":{}}]}',
)  # fmt: skip


@pytest.mark.parametrize("body", MALFORMED)
def test_a_malformed_request_is_refused(editor, body):
    answer = editor.client.post("/edit/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "BAD_REQUEST")


def test_a_panel_offers_the_edits_of_its_object(editor):
    network = make_line_network("A-B")
    make_duct(network, "A-B")
    panel = editor.client.get(f"/panel/site/{network['A'].public_id}/").content.decode()
    assert 'data-edit="site-change"' in panel
