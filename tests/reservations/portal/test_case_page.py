"""The page of an own case, its steps, and who must never see or take them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from reservations.models import AccessRequest, DecisionOutcome, Offer
from reservations.services import access_request, decision
from tests.builders import make_user
from tests.reservations.access.cases import (
    accepted,
    drafted,
    granted,
    ground,
    offered,
    reviewed,
    submitted,
)
from tests.reservations.desk.conftest import seen_by
from tests.reservations.portal.conftest import page_of

STEPS = (
    *("", "facts/", "elements/", "submit/", "complete/", "accept/", "withdraw/", "end/"),
    *("report/", "longer/", "return/"),
)


@pytest.mark.parametrize(
    ("make", "deed", "button"),
    [
        (drafted, "You: <strong>hand the request in", "Go on with the draft"),
        (submitted, "City: <strong>check whether it is complete", "Withdraw the request"),
        (offered, "You: <strong>accept the offer", "Read and accept the offer"),
        (accepted, "City: <strong>decide", "Withdraw the request"),
        (granted, "<strong>Use what was granted", "Give back what was granted"),
    ],
)
def test_the_next_step(scene, law, make, deed, button) -> None:
    page = page_of(make(scene, 1), scene.north)
    following = page[page.index('id="next-step"') :]
    following = " ".join(following[: following.index("</section>")].split())
    assert deed in following and button in following


def test_before_the_grant_no_names_and_rounded_lengths_afterwards_exact_ones(scene, law) -> None:
    case = offered(scene, 1)
    before = page_of(case, scene.north)
    assert "RV.01" not in before and "about 200 m" in before and "A – C" not in before
    page = page_of(granted(scene, 2), scene.north)
    assert "RV.02" in page and "A – C" in page and "200.0 m" in page


def test_an_offer_is_explained_line_by_line(scene, law) -> None:
    page = page_of(offered(scene, 1), scene.north)
    assert "200.0 m × 0.60 EUR per metre and year × 13 months / 12 + 250.00 EUR once" in page


@pytest.mark.parametrize(("language", "point"), [("de", ","), ("en", ".")])
def test_both_doors_show_the_total_of_an_offer(scene, law, language, point) -> None:
    """In German it was blank: with a comma it is no number any more."""
    case = offered(scene, 1)
    total = str(Offer.objects.get().gross).replace(".", point)
    for door, user in (("portal", scene.north), ("desk", scene.officer)):
        page = seen_by(user).text(f"/{door}/{case.public_id}/", lang=language)
        assert f"<strong>{total} EUR</strong>" in page


def test_accepting_keeps_name_and_time_and_a_second_click_does_nothing(scene, law, north) -> None:
    case = offered(scene, 1)
    address = f"/portal/{case.public_id}/accept/"
    given = {"version": case.version, "name": "Ada Nord", "sure": "on"}
    first, second = north.post(address, **given), north.post(address, **given)
    assert first.status_code == second.status_code == 302
    offer = Offer.objects.get(request=case)
    assert offer.accepted_name == "Ada Nord" and offer.accepted_by == scene.north
    assert "accepted by Ada Nord" in page_of(case, scene.north)
    case.refresh_from_db()
    assert case.events.filter(to_state="accepted").count() == 1


def test_what_is_offered_is_held_until_the_last_day_of_the_offer(scene, law, north) -> None:
    case = offered(scene, 1)
    last = f"until {Offer.objects.get(request=case).valid_until:%d/%m/%Y}"
    assert last in page_of(case, scene.north).split("Held for you as")[1].split("</p>")[0]
    assert last in seen_by(scene.officer).text(f"/desk/{case.public_id}/")


def test_accepting_must_be_meant(scene, law, north) -> None:
    case = offered(scene, 1)
    address = f"/portal/{case.public_id}/accept/"
    answer = north.post(address, version=case.version, name=" ")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert (
        "Confirm that you accept." in page and "Fill this in: without it this cannot go on." in page
    )
    case.refresh_from_db()
    assert case.state == "offered"


def test_an_expired_offer_cannot_be_accepted(scene, law, north, clock) -> None:
    case = offered(scene, 1, days=3)
    clock.set((timezone.localdate() + dt.timedelta(days=4)).isoformat() + " 09:00")
    address = f"/portal/{case.public_id}/accept/"
    assert "ran out on" in north.text(address)
    desk = seen_by(scene.officer).text(f"/desk/{case.public_id}/")
    assert "without an acceptance" in desk
    for page in (page_of(case, scene.north), desk):
        assert "· ran out on" in page and "valid until" not in page
    assert "Accept the offer with" not in north.text(address)
    answer = north.post(address, version=case.version, name="Ada", sure="on")
    assert answer.status_code == 400 and "has run out" in answer.content.decode()
    case.refresh_from_db()
    assert case.state == "offered"


def test_an_offer_that_moved_on_is_not_accepted_unseen(scene, law, north) -> None:
    case = offered(scene, 1)
    seen = case.version
    from reservations.services import offer

    until = timezone.localdate() + dt.timedelta(days=10)
    offer.replace(request=case, valid_until=until, by=scene.officer)
    answer = north.post(f"/portal/{case.public_id}/accept/", version=seen, name="Ada", sure="on")
    assert answer.status_code == 409
    assert "Nothing of what you entered was carried out" in answer.content.decode()
    case.refresh_from_db()
    assert case.state == "offered"


def test_of_a_request_that_is_over_nothing_is_overdue(scene, law, clock) -> None:
    clock.set("2026-12-01T10:00:00")
    case = submitted(scene, 1)
    access_request.withdraw(request=case, by=scene.north)
    clock.set("2027-03-01T10:00:00")
    desk = seen_by(scene.officer).text(f"/desk/{case.public_id}/")
    for page in (page_of(case, scene.north), desk):
        assert "overdue" not in page and "clock--red" not in page
        assert "clock--note" in page, "a dispute may still be told"


def test_withdrawing_needs_the_confirmation(scene, law, north) -> None:
    case = submitted(scene, 1)
    address = f"/portal/{case.public_id}/withdraw/"
    assert north.post(address, version=case.version).status_code == 400
    case.refresh_from_db()
    assert case.state == "submitted"
    assert north.post(address, version=case.version, sure="on").status_code == 302
    case.refresh_from_db()
    assert case.state == "withdrawn"


def test_what_was_granted_is_given_back(scene, law, north) -> None:
    case = granted(scene, 1)
    north.post(f"/portal/{case.public_id}/end/", version=case.version, sure="on")
    case.refresh_from_db()
    assert case.state == "ended"


def test_what_the_desk_asks_for_is_shown_and_handed_in(scene, law, north) -> None:
    case = submitted(scene, 1)
    access_request.ask_back(request=case, missing="Ein Lageplan fehlt.", by=scene.officer)
    case.refresh_from_db()
    page = page_of(case, scene.north)
    assert "Ein Lageplan fehlt." in page and "You: " in page
    address = f"/portal/{case.public_id}/complete/"
    assert "Ein Lageplan fehlt." in north.text(address)
    given = {
        "version": case.version,
        "subject": case.subject,
        "description": "Lageplan: siehe Anhang",
        "first": scene.period.first.isoformat(),
        "last": scene.period.last.isoformat(),
        "contact_name": "Ada",
        "contact_email": "keine",
    }
    wrong = north.post(address, **given)
    assert wrong.status_code == 400 and "valid email" in wrong.content.decode()
    assert north.post(address, **{**given, "contact_email": "a@b.example"}).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.description) == ("completed", "Lageplan: siehe Anhang")


def test_notes_of_the_desk_and_prepared_decisions_stay_there(scene, law, settings) -> None:
    settings.TWO_PERSON_RULE = True
    case = reviewed(scene, 1, desk=scene.officer)
    decision.decide(
        request=case,
        outcome=DecisionOutcome.REFUSED,
        grounds=[decision.Shown(ground=ground(), evidence="Geheimes Gutachten")],
        reasons="Noch nicht unterschrieben",
        by=scene.officer,
    )
    page = page_of(case, scene.north)
    for words in (str(scene.officer), "Geheimes Gutachten", "Noch nicht unterschrieben"):
        assert words not in page, words


def outsiders(scene):
    return {
        "another carrier": scene.south,
        "its administrator": make_user(
            Role.PARTNER_ADMINISTRATOR, scene.south.memberships.get().organisation
        ),
        "a planner": make_user(Role.PLANNER),
    }


@pytest.mark.parametrize("who", ["another carrier", "its administrator", "a planner"])
def test_every_link_is_dead_for_another_organisation(scene, law, who) -> None:
    case = offered(scene, 1)
    visitor = seen_by(outsiders(scene)[who])
    for step in STEPS:
        address = f"/portal/{case.public_id}/{step}"
        answer = visitor.get(address)
        assert answer.status_code == 404, address
        assert case.subject not in answer.content.decode()
        if step:
            given = {"version": case.version, "name": "X", "sure": "on", "hold": "on"}
            assert visitor.post(address, **given).status_code == 404, address
    assert visitor.post(f"/portal/{case.public_id}/route/", token="x").status_code == 404
    assert visitor.get("/portal/enquiry/", case=str(case.public_id)).status_code == 404
    assert case.subject not in visitor.text("/portal/")
    seen = case.version
    case.refresh_from_db()
    assert (case.version, case.state) == (seen, "offered")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ACCESS_OFFICER, Role.EDITOR, Role.AUDITOR])
def test_who_does_not_ask_for_capacity_stays_outside(scene, law, role) -> None:
    case = offered(scene, 1)
    colleague = make_user(role, scene.north.memberships.get().organisation)
    visitor = seen_by(colleague)
    for address in ("/portal/", "/portal/new/", "/portal/enquiry/"):
        assert visitor.get(address).status_code == 403, address
    for step in STEPS:
        assert visitor.get(f"/portal/{case.public_id}/{step}").status_code == 403
        given = {"version": case.version, "name": "X", "sure": "on"}
        if step:
            assert visitor.post(f"/portal/{case.public_id}/{step}", **given).status_code == 403
    case.refresh_from_db()
    assert case.state == "offered"


def test_without_a_login(scene, law) -> None:
    case = submitted(scene, 1)
    for address in ("/portal/", "/portal/new/", f"/portal/{case.public_id}/"):
        answer = seen_by(None).get(address)
        assert answer.status_code == 302 and "/accounts/login/" in answer["Location"]


def test_html_in_free_text_is_text(scene, law, north) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    case = submitted(scene, 1, subject=evil, description=evil, contact_name=evil)
    access_request.ask_back(request=case, missing=evil, by=scene.officer)
    for address in (
        "/portal/",
        f"/portal/{case.public_id}/",
        f"/portal/{case.public_id}/complete/",
    ):
        page = north.text(address)
        assert "<script>alert" not in page and "<img src=x" not in page
        assert "&lt;script&gt;" in page


def test_a_draft_is_discarded_and_what_was_granted_is_called_so(scene, law, north) -> None:
    draft = drafted(scene, 1)
    page = north.text(f"/portal/{draft.public_id}/withdraw/")
    assert "Discard the draft" in page and "order of receipt" not in page
    assert "Discard the draft" in page_of(draft, scene.north)
    page = page_of(granted(scene, 2), scene.north)
    assert "What is granted" in page and "Withdraw" not in page


def test_a_fixed_number_of_statements(scene, law, north) -> None:
    def statements(address: str) -> int:
        north.text(address)
        with CaptureQueriesContext(connection) as caught:
            north.text(address)
        return len(caught)

    case = submitted(scene, 1)
    few, one = statements("/portal/?show=open"), statements(f"/portal/{case.public_id}/")
    large = submitted(scene, 2, 3, hold=False)
    drafted(scene, 4)
    assert statements("/portal/?show=open") == few
    assert statements(f"/portal/{large.public_id}/") == one
    assert few <= 20 and one <= 24
    assert AccessRequest.objects.count() == 3
