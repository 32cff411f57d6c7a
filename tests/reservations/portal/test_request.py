"""The request assistant: saved as it goes, always with the next legal step, handed in once."""

from __future__ import annotations

import datetime as dt
import json
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from gis import srid
from network.periods import Period
from reservations.access import holding
from reservations.models import AccessRequest, RequestKind
from reservations.services import access_request, decide
from reservations.services.reserve import reserve
from tests.builders import make_user
from tests.reservations.access.cases import drafted, stretch, submitted
from tests.reservations.desk.conftest import seen_by
from tests.reservations.portal.conftest import facts


def draft_of(scene, desk, **more) -> AccessRequest:
    answer = desk.post("/portal/new/", **facts(scene, **more))
    assert answer.status_code == 302, answer.content.decode()
    return AccessRequest.objects.get()


def test_the_first_step_makes_a_draft_that_survives(scene, law, north) -> None:
    case = draft_of(scene, north)
    assert (case.state, case.organisation) == ("draft", scene.north.memberships.get().organisation)
    page = north.text(f"/portal/{case.public_id}/facts/")
    assert "Anbindung Schule" in page and scene.period.first.isoformat() in page
    assert "Anbindung Schule" in north.text("/portal/")


def test_who_asks_is_filled_in(scene, law, north) -> None:
    page = north.text("/portal/new/")
    assert scene.north.email in page


def test_errors_stand_at_the_field_and_nothing_is_made(scene, law, north) -> None:
    past = (timezone.localdate() - dt.timedelta(days=1)).isoformat()
    answer = north.post("/portal/new/", **facts(scene, subject="", first=past))
    page = answer.content.decode()
    assert answer.status_code == 400 and not AccessRequest.objects.exists()
    at_first = page[page.index('id="id_first-error"') :][:300]
    assert "begins in the past" in at_first
    assert 'id="id_subject-error"' in page


def test_the_next_legal_step_with_its_date_stands_on_every_page(scene, law, north) -> None:
    case = draft_of(scene, north)
    for step in ("facts/", "elements/", "submit/", ""):
        page = " ".join(north.text(f"/portal/{case.public_id}/{step}").split())
        assert "the city's next legal step is: <strong>" in page.replace("&#x27;", "'"), step
    assert "next legal step" in north.text("/portal/new/")


def test_the_page_saves_by_itself(scene, law, north) -> None:
    case = draft_of(scene, north)
    address = f"/portal/{case.public_id}/facts/"
    given = facts(scene, subject="Neuer Titel", version=case.version)
    answer = north.client.post(address, given, headers={"x-autosave": "1"})
    case.refresh_from_db()
    assert (answer.status_code, case.subject) == (200, "Neuer Titel")
    assert answer.json() == {"version": case.version}
    wrong = {**given, "version": case.version, "contact_email": "nein"}
    answer = north.client.post(address, wrong, headers={"x-autosave": "1"})
    assert answer.status_code == 400 and "contact_email" in answer.json()["errors"]


def test_two_tabs_do_not_overwrite_each_other(scene, law, north) -> None:
    case = draft_of(scene, north)
    seen = case.version
    access_request.change(request=case, by=scene.north, subject="Aus dem ersten Reiter")
    answer = north.post(
        f"/portal/{case.public_id}/facts/", **facts(scene, subject="Zweiter", version=seen)
    )
    case.refresh_from_db()
    assert answer.status_code == 409 and case.subject == "Aus dem ersten Reiter"


def test_another_period_moves_what_is_named(scene, law) -> None:
    case = drafted(scene, 1)
    later = Period(
        scene.period.first + dt.timedelta(days=10), scene.period.last + dt.timedelta(days=10)
    )
    access_request.change(request=case, by=scene.north, period=later)
    access_request.submit(request=case, by=scene.north)
    claim = holding.claim_of(case)
    assert claim is not None and claim.period == later.range
    assert claim.holder.period == later.range
    assert [unit.duct_id for unit in holding.units_of(claim)] == [scene.tube(1).pk]


def test_a_hold_moves_with_the_period_or_is_refused(scene, law, north) -> None:
    case = submitted(scene, 1)
    access_request.ask_back(request=case, missing="Zeitraum", by=scene.officer)
    later = Period(
        scene.period.last + dt.timedelta(days=10), scene.period.last + dt.timedelta(days=100)
    )
    submitted(scene, 1, by=scene.south, period=later)
    case.refresh_from_db()
    given = facts(scene, first=later.first.isoformat(), last=later.last.isoformat())
    answer = north.post(f"/portal/{case.public_id}/complete/", **given, version=case.version)
    assert answer.status_code == 400
    case.refresh_from_db()
    assert case.state == "incomplete" and case.period == scene.period.range


def test_handing_in_holds_and_gives_a_receipt(scene, law, north) -> None:
    case = drafted(scene, 1)
    address = f"/portal/{case.public_id}/submit/"
    given = {"version": case.version, "hold": "on"}
    assert north.post(address, **given).status_code == 302
    case.refresh_from_db()
    assert case.state == "submitted" and case.receipt is not None
    assert "Held for you" in north.text(f"/portal/{case.public_id}/")
    assert north.post(address, **given).status_code == 409
    assert north.get(address).status_code == 302


def test_access_to_ducts_without_ducts_is_not_handed_in(scene, law, north) -> None:
    case = draft_of(scene, north)
    answer = north.post(f"/portal/{case.public_id}/submit/", version=case.version, hold="on")
    assert answer.status_code == 400 and "Name the ducts" in answer.content.decode()


def test_a_list_names_only_ducts_that_one_may_see(scene, law, north) -> None:
    case = draft_of(scene, north)
    address = f"/portal/{case.public_id}/elements/"
    answers = [
        north.post(address, version=case.version, how="list", codes=code).content.decode()
        for code in ("RV.01", "GIBTESNICHT")
    ]
    assert "Not found, or not for you to see: RV.01" in answers[0]
    assert "Not found, or not for you to see: GIBTESNICHT" in answers[1]
    planner = make_user("planner")
    own = access_request.draft(
        kind=RequestKind.DUCT_ACCESS,
        by=planner,
        subject="x",
        period=scene.period,
        contact_name="P",
        contact_email="p@stadt.example",
    )
    answer = seen_by(planner).post(
        f"/portal/{own.public_id}/elements/", version=own.version, how="list", codes="RV.01, RV.02"
    )
    assert answer.status_code == 302
    claim = holding.claim_of(own)
    assert claim is not None
    assert {one.duct_id for one in holding.units_of(claim)} == {scene.tube(n).pk for n in (1, 2)}


def test_an_area_names_ducts_only_where_they_were_granted(scene, law, north) -> None:
    held = reserve(
        units=[stretch(scene, 1, "A", "B")],
        period=scene.period,
        idempotency_key="x",
        by=scene.north,
    )
    decide.confirm(claim=held, by=scene.officer)
    case = draft_of(scene, north)
    for name, named in (("B-C", False), ("A-B", True)):
        line = scene.network[name].geom.transform(4326, clone=True)
        shape = line.buffer(0.00005, 1).json
        case.refresh_from_db()
        answer = north.post(
            f"/portal/{case.public_id}/elements/", version=case.version, how="area", area=shape
        )
        assert answer.status_code == 302, name
        assert (holding.claim_of(case) is not None) == named, name


def test_an_area_is_kept_and_nonsense_is_said(scene, law, north) -> None:
    case = draft_of(scene, north, kind="information")
    address = f"/portal/{case.public_id}/elements/"
    ring = [[7.13, 51.25], [7.15, 51.25], [7.15, 51.26], [7.13, 51.25]]
    for text in ("{", "[]", json.dumps({"type": "Point", "coordinates": [7, 51]}), ""):
        answer = north.post(address, version=case.version, how="area", area=text)
        assert answer.status_code == 400, text
    shape = json.dumps({"type": "Polygon", "coordinates": [ring]})
    assert north.post(address, version=case.version, how="area", area=shape).status_code == 302
    case.refresh_from_db()
    assert case.area is not None and case.area.srid == srid.STORAGE
    drawn = north.get(f"/cases/{case.public_id}/map.json").json()["features"]
    assert [one["properties"]["what"] for one in drawn] == ["area"]


def test_the_map_of_a_case_is_exact_only_for_whoever_may_see_it(scene, law, north) -> None:
    case = submitted(scene, 1)
    address = f"/cases/{case.public_id}/map.json"
    rough = north.get(address).json()["features"][0]["geometry"]
    exact = seen_by(scene.officer).get(address).json()["features"][0]["geometry"]
    assert rough != exact
    ends = [scene.network[name].geom.transform(srid.WEB, clone=True) for name in "AC"]
    known = {(round(end.x, 5), round(end.y, 5)) for end in ends}
    seen = {(round(x, 5), round(y, 5)) for x, y in exact["coordinates"]}
    assert known <= seen
    assert not known & {(round(x, 5), round(y, 5)) for x, y in rough["coordinates"]}
    assert seen_by(scene.south).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert stretch(scene, 1)


def test_the_first_step_sent_twice_makes_one_draft(scene, law, north) -> None:
    """By a second click, or from the page to which somebody went back."""
    page = north.get("/portal/new/")
    key = {"id": page.context["form"]["id"].value()}
    assert f'name="id" value="{key["id"]}"' in page.content.decode()
    first = north.post("/portal/new/", **facts(scene, **key))
    again = north.post("/portal/new/", **facts(scene, **key, subject="Genauer"))
    case = AccessRequest.objects.get()
    assert first.url == again.url == f"/portal/{case.public_id}/elements/"
    assert case.subject == "Genauer"
    # Another kind is another request; what was handed in is not touched.
    north.post("/portal/new/", **facts(scene, **key, kind="road_consent"))
    other = AccessRequest.objects.exclude(pk=case.pk).get()
    access_request.submit(request=other, by=scene.north)
    late = {"id": str(other.public_id), "kind": "road_consent", "subject": "Zu spät"}
    assert north.post("/portal/new/", **facts(scene, **late)).url == f"/portal/{other.public_id}/"
    other.refresh_from_db()
    assert other.subject == "Anbindung Schule"


def test_two_clicks_at_once_make_one_draft(scene, law, north, monkeypatch) -> None:
    make, key = access_request.draft, str(uuid4())

    def overtaken(**given) -> AccessRequest:
        make(**given)
        return make(**given)

    monkeypatch.setattr(access_request, "draft", overtaken)
    answer = north.post("/portal/new/", **facts(scene, id=key))
    assert answer.status_code == 302 and key in answer.url
    assert str(AccessRequest.objects.get().public_id) == key


def test_the_number_of_a_draft_opens_nobody_elses(scene, law, north) -> None:
    theirs = drafted(scene, 1, by=scene.south)
    north.post("/portal/new/", **facts(scene, id=str(theirs.public_id), subject="Unseres"))
    theirs.refresh_from_db()
    assert theirs.subject == "Anbindung Schule"
    mine = AccessRequest.objects.get(subject="Unseres")
    assert mine.organisation == scene.north.memberships.get().organisation
    assert north.post("/portal/new/", **facts(scene, id="x", subject="Ohne")).status_code == 302
