"""Team, API clients and export: each organisation keeps its own, and nobody locks it out."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import ApiClient, Membership, User
from accounts.roles import Role
from accounts.services import team
from gis.refusals import Refusal
from reservations.models import AccessRequest, DecisionOutcome
from reservations.services import decision, message, period_extension
from tests.builders import make_user
from tests.refused import refused_as
from tests.reservations.access import cases
from tests.reservations.access.cases import offered, reviewed, submitted
from tests.reservations.desk.conftest import seen_by

PASSWORD = "Leerrohr-am-Doeppersberg-7"


@pytest.fixture
def chief(scene: Any) -> User:
    return make_user(Role.PARTNER_ADMINISTRATOR, scene.north.memberships.get().organisation)


def member_of(user: User) -> Membership:
    return user.memberships.get()


def test_an_invited_person_sets_a_password_once(scene, chief) -> None:
    desk = seen_by(chief)
    given = {"email": "neu@nord.example", "full_name": "Neu Nord", "role": "partner"}
    page = desk.post("/portal/team/", **given).content.decode()
    link = re.search(r"http://testserver(/accounts/invitation/[^<]+)", page)
    assert link is not None
    guest = seen_by(None)
    first = guest.client.get(link[1], follow=True)
    assert "Set your password" in first.content.decode()
    words = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert guest.client.post(first.redirect_chain[-1][0], words).status_code == 302
    person = User.objects.get(email="neu@nord.example")
    assert person.check_password(PASSWORD) and member_of(person).role == "partner"
    assert "too old" in seen_by(None).client.get(link[1], follow=True).content.decode()


def test_known_addresses_are_not_drawn_into_an_organisation(scene, chief) -> None:
    given = {"email": scene.south.email.upper(), "full_name": "X", "role": "partner"}
    answer = seen_by(chief).post("/portal/team/", **given)
    assert answer.status_code == 400 and "cannot be invited" in answer.content.decode()
    assert scene.south.memberships.count() == 1


def test_roles_of_the_city_cannot_be_given(scene, chief) -> None:
    desk = seen_by(chief)
    given = {"email": "neu@nord.example", "full_name": "X", "role": "access_officer"}
    assert desk.post("/portal/team/", **given).status_code == 400
    address = f"/portal/team/{member_of(scene.north).pk}/role/"
    assert desk.post(address, role="administrator").status_code == 400
    assert member_of(scene.north).role == "partner"


def test_a_name_is_one_line(scene, chief) -> None:
    given = {"email": "neu@nord.example", "full_name": "Neu\r\nBcc: a@b.example"}
    assert seen_by(chief).post("/portal/team/", **given, role="partner").status_code == 200
    assert User.objects.get(email="neu@nord.example").full_name == "Neu Bcc: a@b.example"


def test_who_has_only_been_invited_is_no_administrator_yet(scene, chief) -> None:
    invited = team.invite(
        by=chief, email="neu@nord.example", full_name="Neu Nord", role="partner_administrator"
    )
    mine = member_of(chief).pk
    with refused_as("LAST_ADMINISTRATOR"):
        team.remove(member=mine, by=chief)
    with refused_as("LAST_ADMINISTRATOR"):
        team.change_role(member=mine, role="partner", by=chief)
    team.remove(member=member_of(invited.user).pk, by=chief)
    again = team.invite(
        by=chief, email="neu2@nord.example", full_name="Neu Nord", role="partner_administrator"
    )
    again.user.set_password(PASSWORD)
    again.user.save()
    team.remove(member=mine, by=chief)


def test_the_last_administrator_stays(scene, chief) -> None:
    desk, mine = seen_by(chief), member_of(chief)
    for address, given in (("role", {"role": "partner"}), ("remove", {})):
        answer = desk.post(f"/portal/team/{mine.pk}/{address}/", **given)
        assert answer.status_code == 400
        assert "at least one administrator" in answer.content.decode()
    desk.post(f"/portal/team/{member_of(scene.north).pk}/role/", role="partner_administrator")
    assert desk.post(f"/portal/team/{mine.pk}/role/", role="partner").status_code == 302
    mine.refresh_from_db()
    assert mine.role == "partner"
    with pytest.raises(Refusal):
        team.remove(member=mine.pk, by=User.objects.get(pk=chief.pk))


def test_who_is_removed_sees_nothing_any_more(scene, law, chief) -> None:
    case = submitted(scene, 1)
    partner = seen_by(scene.north)
    assert partner.get(f"/portal/{case.public_id}/").status_code == 200
    address = f"/portal/team/{member_of(scene.north).pk}/remove/"
    assert "Remove" in seen_by(chief).text(address)
    assert seen_by(chief).post(address).status_code == 302
    assert partner.get(f"/portal/{case.public_id}/").status_code == 403
    assert seen_by(chief).get(f"/portal/{case.public_id}/").status_code == 200


def test_only_the_own_administrator_keeps_a_team(scene, chief) -> None:
    rival = make_user(Role.PARTNER_ADMINISTRATOR, member_of(scene.south).organisation)
    mine = member_of(scene.north)
    for visitor in (seen_by(scene.north), seen_by(rival)):
        for address in ("role", "remove", "invitation"):
            answer = visitor.post(f"/portal/team/{mine.pk}/{address}/", role="partner")
            assert answer.status_code in (403, 404), address
    given = {"email": "neu@nord.example", "full_name": "X", "role": "partner"}
    assert seen_by(scene.north).post("/portal/team/", **given).status_code in (400, 403)
    assert scene.north.email not in seen_by(rival).text("/portal/team/")
    assert not User.objects.filter(email="neu@nord.example").exists()
    assert Membership.objects.filter(pk=mine.pk, role="partner").exists()


def test_clients_are_made_given_a_secret_and_revoked(scene, chief) -> None:
    desk = seen_by(chief)
    assert "no API client yet" in desk.text("/portal/clients/")
    wrong = desk.post("/portal/clients/", code="oss", name="OSS")
    assert wrong.status_code == 400 and not ApiClient.objects.exists()
    page = desk.post("/portal/clients/", code="oss", name="OSS", scopes=["read"]).content.decode()
    assert "tbs_" in page
    client = ApiClient.objects.get()
    assert (client.code, client.scopes) == ("nord-oss", ["read"])
    assert "tbs_" not in (listed := desk.text("/portal/clients/"))
    assert ">read plant, routes and reservations</td>" in listed, "not the code of the scope"
    again = desk.post(f"/portal/clients/{client.pk}/secret/").content.decode()
    assert "tbs_" in again
    for visitor in (seen_by(scene.north), seen_by(scene.south)):
        for address in ("secret", "revoke"):
            assert visitor.post(f"/portal/clients/{client.pk}/{address}/").status_code == 403
        assert visitor.post("/portal/clients/", code="x", name="x").status_code == 403
    rival = make_user(Role.PARTNER_ADMINISTRATOR, member_of(scene.south).organisation)
    assert seen_by(rival).post(f"/portal/clients/{client.pk}/revoke/").status_code == 404
    desk.post(f"/portal/clients/{client.pk}/revoke/")
    client.refresh_from_db()
    assert client.revoked_at is not None


def test_exports_hold_the_own_cases_and_no_formula(scene, law, north) -> None:
    evil = '=HYPERLINK("http://x.example";"Klick")'
    case = offered(scene, 1, subject=evil, description="+1+1", contact_name="@SUM(A1)")
    submitted(scene, 2, by=scene.south, subject="Geheim")
    text = north.get("/portal/export/requests.csv").getvalue().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert row["Subject"] == f"'{evil}" and row["Description"] == "'+1+1"
    assert row["Contact"] == "'@SUM(A1)" and row["Gross"] == "452,20"
    body = north.get("/portal/export/requests.xlsx").getvalue()
    sheet = zipfile.ZipFile(io.BytesIO(body)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "HYPERLINK" in sheet
    data = north.get("/portal/export/requests.json").json()["requests"]
    assert [one["id"] for one in data] == [str(case.public_id)]
    assert data[0]["offers"][0]["lines"][0]["months"] == 13
    assert str(scene.officer) not in str(data) and "Geheim" not in str(data) + text
    assert seen_by(make_user(Role.VIEWER)).get("/portal/export/requests.csv").status_code == 403


def test_the_export_holds_all_that_the_page_of_a_case_tells(scene, law, north, settings) -> None:
    case = cases.in_use(scene, 1)
    message.write(request=case, text="Wann kommt der Bagger?", by=scene.north)
    message.write(request=case, text="Am Montag.", by=scene.officer)
    message.write(request=case, text="Nur unter uns", by=scene.officer, internal=True)
    message.write(request=submitted(scene, 2, by=scene.south), text="Geheim", by=scene.south)
    last = scene.period.last + dt.timedelta(days=31)
    period_extension.ask(request=case, last=last, reason="Umbau", by=scene.north)
    settings.TWO_PERSON_RULE = True
    grounds = [decision.Shown(cases.ground(), "Vorentwurf")]
    facts = {"outcome": DecisionOutcome.REFUSED, "grounds": grounds, "by": scene.officer}
    decision.decide(request=reviewed(scene, 3), **facts)
    text = north.get("/portal/export/requests.json").content.decode()
    told, waiting = json.loads(text)["requests"]
    assert [one["text"] for one in told["messages"]] == ["Wann kommt der Bagger?", "Am Montag."]
    assert [one["name"] for one in told["elements"]] == ["RV.01"]
    assert told["decision"]["outcome"] == "granted" and told["decision"]["signed_at"]
    assert told["decision"]["gross"] == told["offers"][0]["gross"]
    assert told["reports"][0]["cables"][0]["length_m"] == "210.5"
    assert told["extensions"][0]["reason"] == "Umbau" and told["extensions"][0]["net"]
    assert "notification" not in {one["step"] for one in told["deadlines"]}
    assert waiting["deadlines"] and waiting["decision"] is None
    assert waiting["elements"][0]["rounded"] and waiting["elements"][0]["name"] == ""
    for secret in ("Geheim", "Nur unter uns", "Vorentwurf", str(scene.officer), "RV.03"):
        assert secret not in text, secret


UNMAILABLE = f"neu@{'ü' * 60}.example"
"""Forms count the letters of a domain; in the spelling of mails it is longer than allowed."""


def test_nobody_is_invited_at_an_address_that_no_mail_can_have(scene, chief) -> None:
    given = {"email": UNMAILABLE, "full_name": "Neu Nord", "role": "partner"}
    page = seen_by(chief).client.post("/portal/team/", given)
    assert "No mail can be sent to this address." in page.content.decode()
    assert not User.objects.filter(email=UNMAILABLE).exists()


def test_a_request_names_an_address_that_mails_reach(scene, law) -> None:
    with refused_as("INVALID_VALUE") as refused:
        submitted(scene, 1, contact_email=UNMAILABLE)
    assert refused.value.field == "contact_email"
    assert not AccessRequest.objects.exists()


def test_an_export_takes_as_many_statements_for_many_cases_as_for_one(scene, law, north) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert north.get("/portal/export/requests.json").status_code == 200
        return len(caught)

    submitted(scene, 1)
    statements()
    of_one = statements()
    submitted(scene, 2)
    submitted(scene, 3, 4)

    assert statements() == of_one
