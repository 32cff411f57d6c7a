"""§ 20 VwVfG: nobody acts for the city in a matter of their own."""

from __future__ import annotations

import pytest
from django.db import transaction

from accounts.models import Membership, User
from accounts.roles import Role
from reservations.models import AccessRequest, Decision, DecisionOutcome
from reservations.services import access_request, decision, message
from tests.api.door import Door
from tests.builders import make_organisation, make_user
from tests.refused import refused_as, refused_by
from tests.reservations.access.cases import drafted, reviewed, submitted
from tests.reservations.conftest import Scene
from tests.reservations.desk.conftest import seen_by

ASK_BACK = """mutation($input: AskBackInput!) { askBack(input: $input) { errors { code } } }"""

pytestmark = pytest.mark.django_db


def grant(case: AccessRequest, by: User) -> AccessRequest:
    return decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=by)


def also(person: User, role: Role, organisation: object) -> User:
    Membership.objects.create(user=person, organisation=organisation, role=role)
    return User.objects.get(pk=person.pk)


def road_officer_of(organisation: object) -> User:
    return make_user(Role.ROAD_OFFICER, organisation)


def test_who_works_for_the_applicant_does_not_decide_for_it(scene: Scene) -> None:
    """Neither prepares nor signs nor says what is missing; by SQL as little."""
    case = reviewed(scene)
    carrier = scene.north.memberships.get().organisation
    both = also(make_user(Role.ROAD_OFFICER), Role.PARTNER, carrier)
    with refused_as("OWN_MATTER"):
        grant(case, both)
    with refused_as("OWN_MATTER"):
        access_request.ask_back(request=case, missing="x", by=both)
    prepared = {"request": case, "outcome": "granted", "two_person": True}
    now = case.state_at
    for by in ({"prepared_by": both}, {"prepared_by": make_user(Role.ROAD_OFFICER)}):
        signed = {} if by["prepared_by"] == both else {"signed_by": both, "signed_at": now}
        with refused_by("decision_in_own_matter"), transaction.atomic():
            Decision.objects.create(**prepared, prepared_at=now, **by, **signed)
    assert grant(case, make_user(Role.ROAD_OFFICER)).state == "granted"


def test_an_employee_of_a_carrier_is_none_of_the_city_even_as_an_officer(scene: Scene) -> None:
    """What the law says of the body that employs the desk is about the city."""
    case = reviewed(scene)
    with refused_as("OWN_MATTER"):
        grant(case, road_officer_of(case.organisation))


def test_the_city_decides_on_what_its_departments_ask_for(scene: Scene) -> None:
    """§ 20 (1) no. 5, second half: but not who asked, and not who plans there as well."""
    city = make_organisation("stadt", "city_department")
    asks = make_user(Role.PLANNER, city)
    case = reviewed(scene, by=asks)
    planner_too = also(road_officer_of(city), Role.PLANNER, city)
    for one in (also(asks, Role.ROAD_OFFICER, make_organisation()), planner_too):
        with refused_as("OWN_MATTER"):
            grant(case, one)
    assert grant(case, road_officer_of(city)).state == "granted"


def test_who_drew_it_up_or_handed_it_in_stays_out_of_it(scene: Scene) -> None:
    """Also once they left the organisation."""
    case = drafted(scene)
    carrier = scene.north.memberships.get().organisation
    handed_in = make_user(Role.PARTNER, carrier)
    access_request.submit(request=case, by=handed_in, hold=False)
    access_request.review(request=case, by=scene.officer)
    for person in (scene.north, handed_in):
        person.memberships.all().delete()
        with refused_as("OWN_MATTER"):
            grant(case, also(person, Role.ROAD_OFFICER, make_organisation()))


DIALOGUES = (
    *("completeness", "elements", "extension/answer", "offer", "decision", "signature"),
    *("notice", "published", "dispute", "report", "more-time", "take-back", "end"),
)


def test_no_dialogue_opens_for_who_stands_on_the_other_side(scene: Scene, law: None) -> None:
    """It is said at the beginning, not once everything is typed."""
    case = submitted(scene, 1)
    desk = seen_by(also(scene.officer, Role.PARTNER, case.organisation))
    for part in DIALOGUES:
        answer = desk.get(f"/desk/{case.public_id}/{part}/")
        page = answer.content.decode()
        assert answer.status_code == 403 and "You stand on the applicant's side" in page, part
        assert 'class="desk-form' not in page, part


def test_the_page_says_so_and_offers_nothing(scene: Scene, law: None) -> None:
    case = submitted(scene, 1)
    both = also(scene.officer, Role.PARTNER, case.organisation)
    desk, address = seen_by(both), f"/desk/{case.public_id}/"
    page = desk.text(address)
    assert "You stand on the applicant's side of this request." in page
    assert f'href="{address}completeness/"' not in page
    given = {"action": "ask", "missing": "Lageplan", "version": case.version}
    answer = desk.post(f"{address}completeness/", **given)
    assert "Nobody acts for the city in a matter of their own (§ 20" in answer.content.decode()
    again = Door(both)(ASK_BACK, input={"id": str(case), "missing": "Lageplan"})
    assert again["data"]["askBack"]["errors"] == [{"code": "OWN_MATTER"}]
    case.refresh_from_db()
    assert case.state == "submitted"
    assert message.may_write(case, both) is False
