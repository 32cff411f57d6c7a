"""Gateways, ducts and cables through the door of the map."""

import json

import pytest

from assets.models import Cable, Duct, Gateway, Site
from tests.assets.edits.conftest import attribute, degrees, point, step
from tests.assets.edits.test_segment import taken_back
from tests.builders import (
    make_bundle_type,
    make_cable_type,
    make_duct,
    make_duct_type,
    make_fill_policies,
    make_gateway,
    make_line_network,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def square(db):
    """Two ways from A to C: over B, 200 m, and over D, longer."""
    return make_line_network("A-B-C, A-D-C")


def new_gateway(**values):
    known = {"code": "GW-9", "owner": "stadt", "network": "lora", "network_gateway_id": "g9"}
    more = {"life_cycle": "planned", "backhaul": "unknown", "demodulators": "8"}
    return step("gateway-create", **{**known, **more, "site_kind": "mast", **values})


def test_a_gateway_at_a_new_site_is_one_change_and_goes_back_as_one(editor):
    before = editor.form("gateway-create")
    sent = new_gateway(geom=point(30), site_code="M-1")
    touched = editor.done(sent)

    gateway = Gateway.objects.get()
    assert (gateway.site.code, gateway.site.kind, gateway.eui) == ("M-1", "mast", None)
    editor.done(*taken_back(attribute(before, "data-way-back"), sent, touched))
    assert (Gateway.objects.count(), Site.objects.count()) == (0, 0)


def test_a_gateway_at_a_known_site_and_moved_to_another(editor):
    network = make_line_network("A-B")
    editor.done(new_gateway(geom=point(0), site=str(network["A"].public_id)))
    gateway = Gateway.objects.get()
    assert gateway.site == network["A"]

    there = {"geom": point(100), "site": str(network["B"].public_id)}
    editor.done(step("gateway-change", gateway, **there))
    gateway.refresh_from_db()
    assert gateway.site == network["B"]
    status, answer = editor.save(step("gateway-change", gateway, geom=point(40), site=""))
    assert (status, answer["problems"][0]["field"]) == (422, "geom")


def test_the_site_of_a_refused_gateway_is_not_made(editor):
    make_gateway(make_line_network("A")["A"], "GW-9")
    status, answer = editor.save(new_gateway(geom=point(30), site_code="M-1"))
    assert (status, answer["problems"][0]["field"]) == (422, "code")
    status, answer = editor.save(new_gateway(code="GW-8", geom=point(30), site_code="A"))
    assert (status, answer["problems"][0]["field"]) == (422, "site_code")
    assert Site.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_deleted_gateway_comes_back_with_its_antennas(editor):
    gateway = make_gateway(make_line_network("A")["A"], "GW-1")
    gateway.antennas.create(number=1, height_m=12.5, gain_dbi=3)
    before = editor.form("gateway-delete", gateway)
    sent = step("gateway-delete", gateway)
    touched = editor.done(sent)
    editor.done(*taken_back(attribute(before, "data-way-back"), sent, touched))
    assert Gateway.objects.get().antennas.get().height_m == 12.5


def ids(*assets):
    return ",".join(str(one.public_id) for one in assets)


def way(editor, **asked):
    return editor.client.get("/edit/ask/path/", asked)


def test_the_shortest_way_is_proposed_and_changed_by_wishes(editor, square):
    ends = {"start": ids(square["A"]), "end": ids(square["C"])}

    found = way(editor, **ends).json()
    assert [one["code"] for one in found["segments"]] == ["A-B", "B-C"]
    assert 199 < found["length_m"] < 201
    assert found["geometry"]["type"] == "MultiLineString"
    around = way(editor, **ends, via=ids(square["D-C"])).json()
    assert [one["code"] for one in around["segments"]] == ["A-D", "D-C"]
    without = way(editor, **ends, avoid=ids(square["A-B"])).json()
    assert [one["code"] for one in without["segments"]] == ["A-D", "D-C"]
    nowhere = way(editor, **ends, avoid=ids(square["A-B"], square["A-D"]))
    assert (nowhere.status_code, nowhere.json()["problems"][0]["code"]) == (422, "NO_WAY")


@pytest.mark.parametrize("asked", [{}, {"start": "x", "end": "y"}, {"start": "0", "via": ",,"}])
def test_a_question_about_nothing_is_refused(editor, asked):
    assert way(editor, **asked).status_code == 422
    assert editor.client.get("/edit/ask/room/", {"path": "x"}).status_code == 422
    assert editor.client.get("/edit/ask/nothing/").status_code == 404


def test_who_may_not_edit_is_told_nothing(editor_of, square):
    viewer = editor_of(make_user("viewer"))
    assert way(viewer, start=ids(square["A"]), end=ids(square["C"])).status_code == 422
    assert viewer.client.get("/edit/ask/room/", {"path": ids(square["A-B"])}).status_code == 422
    contractor = editor_of(make_user("contractor_editor"))
    assert way(contractor, start=ids(square["A"]), end=ids(square["C"])).status_code == 200


def test_a_bundle_is_laid_with_its_tubes_and_goes_back_with_them(editor, square):
    make_bundle_type(3)
    before = editor.form("duct-create")
    sent = step(
        "duct-create", type="3x7x1.5", code="RV-1", owner="stadt", life_cycle="planned",
        commercial_availability="on_request", path=ids(square["A-B"], square["B-C"]),
        start_site=ids(square["A"]),
    )  # fmt: skip
    touched = editor.done(sent)

    assert Duct.objects.count() == 4
    assert Duct.objects.get(code="RV-1").end_site == square["C"]
    editor.done(*taken_back(attribute(before, "data-way-back"), sent, touched))
    assert Duct.objects.count() == 0


def test_a_path_with_a_gap_is_refused_at_its_place(editor, square):
    make_duct_type("50x4.6")
    status, answer = editor.save(
        step("duct-create", type="50x4.6", code="R", owner="stadt", life_cycle="planned",
             commercial_availability="on_request", path=ids(square["A-B"], square["D-C"]),
             start_site=ids(square["A"]))
    )  # fmt: skip
    assert (status, answer["problems"][0]["field"]) == (422, "path")
    assert answer["problems"][0]["place"]["type"] == "MultiLineString"


def test_a_duct_is_cut_and_coupled_where_it_passes(editor, square):
    duct = make_duct(square, "A-B-C", code="R-1")
    form = editor.form("duct-cut", duct)
    assert str(square["B"].public_id) in form
    assert str(square["A"].public_id) not in form
    assert "B · 100.0 m" in form
    (station,) = attribute(form, "data-stations")
    assert station["code"] == "B"
    assert list(station["at"].values()) == pytest.approx(degrees(100), abs=1e-6)
    assert station["metres"] == pytest.approx(100, abs=0.1)

    editor.done(step("duct-cut", duct, site=ids(square["B"]), coupled="true"))
    assert sorted(Duct.objects.values_list("code", "end_site__code")) == [
        ("R-1", "B"), ("R-1/2", "C"),
    ]  # fmt: skip
    assert "duct-cut" not in editor.client.get(f"/panel/duct/{duct.public_id}/").content.decode()


def test_room_is_said_before_and_after(editor, square):
    make_fill_policies(tube=0.6)
    make_duct(square, "A-B-C", code="MR", type=make_duct_type("7x1.5", "tube"))
    thin, thick = make_cable_type(12, outer_mm=2.5), make_cable_type(24, outer_mm=3.9)

    def asked(kind):
        path = ids(square["A-B"], square["B-C"])
        found = editor.client.get("/edit/ask/room/", {"path": path, "type": kind.code}).json()
        return [one["ducts"] for one in found["segments"]]

    ((bore,), _other) = asked(thin)
    assert (bore["code"], bore["before"], bore["fits"]) == ("MR", 0, True)
    assert bore["after"] == pytest.approx((2.5 / 4) ** 2)
    assert bore["limit"] == pytest.approx(0.6)
    ((bore,), _other) = asked(thick)
    assert bore["fits"] is False


def test_a_cable_is_pulled_through_the_chosen_ducts_and_back(editor, square):
    make_cable_type(12, outer_mm=2.5)
    duct = make_duct(square, "A-B", code="MR", type=make_duct_type("7x1.5", "tube"))
    before = editor.form("cable-create")
    sent = step(
        "cable-create", type="K12-1-2.5", code="K-1", owner="stadt", life_cycle="planned",
        route_quality="surveyed", path=ids(square["A-B"], square["B-C"]), inside=f"{ids(duct)},",
        start_site=ids(square["A"]),
    )  # fmt: skip
    touched = editor.done(sent)

    layings = Cable.objects.get().sections.order_by("rank").values_list("laying", flat=True)
    assert list(layings) == ["duct", "buried"]
    editor.done(*taken_back(attribute(before, "data-way-back"), sent, touched))
    assert Cable.objects.count() == 0


def test_each_form_of_a_kind_opens_in_the_readers_language(editor, square):
    duct = make_duct(square, "A-B-C")
    gateway = make_gateway(square["A"])
    for edit, asset in (
        ("duct-change", duct), ("duct-delete", duct), ("gateway-change", gateway),
        ("segment-change", square["A-B"]), ("segment-merge", square["A-B"]),
    ):  # fmt: skip
        assert "Reason for this change" in editor.form(edit, asset)
    assert json.loads(point(0))["coordinates"] == degrees(0)
