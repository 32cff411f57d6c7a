"""Who hears of which step and message, and who does not."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from accounts.roles import Role
from reservations.models import Mail, MailWishes, Notice
from reservations.notices import tell
from reservations.services import access_request, message
from tests.builders import make_user
from tests.refused import refused_as
from tests.reservations.access.cases import accepted, submitted
from tests.reservations.conftest import Scene
from tests.reservations.messages.mails import kinds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


def test_the_applicant_hears_of_each_step_and_the_desk_where_it_must_act(scene: Scene) -> None:
    colleague = make_user(Role.PARTNER, scene.north.memberships.get().organisation)
    case = submitted(scene, 1)
    access_request.ask_back(request=case, missing="Lageplan", by=scene.officer)
    access_request.complete(request=case, by=scene.north)
    steps = ["completed", "incomplete", "submitted"]
    assert kinds(scene.north) == kinds(colleague) == steps
    assert kinds(scene.officer) == ["completed", "submitted"]
    assert kinds(scene.south) == []
    assert Mail.objects.count() == Notice.objects.count()


def test_the_desk_hears_of_an_acceptance(scene: Scene) -> None:
    accepted(scene, 1)
    assert kinds(scene.officer) == ["accepted", "submitted"]


def test_road_officers_hear_of_consents_only(scene: Scene) -> None:
    road = make_user(Role.ROAD_OFFICER)
    submitted(scene, 1)
    assert kinds(road) == []
    submitted(scene)
    assert kinds(road) == ["submitted"]


def test_a_message_is_told_to_the_other_side(scene: Scene) -> None:
    case, second = submitted(scene, 1), make_user(Role.ACCESS_OFFICER)
    Notice.objects.all().delete()
    message.write(request=case, text="Frage", by=scene.north)
    assert kinds(scene.officer) == kinds(second) == ["message"] and kinds(scene.north) == []
    message.write(request=case, text="Antwort", by=scene.officer)
    assert kinds(scene.north) == ["message"] and kinds(second) == ["message"]


def test_internal_notes_are_told_at_the_desk_and_never_by_mail(scene: Scene) -> None:
    case, second = submitted(scene, 1), make_user(Role.ACCESS_OFFICER)
    Notice.objects.all().delete()
    message.write(request=case, text="intern", by=scene.officer, internal=True)
    assert kinds(second) == ["message"] and kinds(scene.north) == kinds(scene.officer) == []
    assert not Mail.objects.exists()


def test_what_is_taken_back_tells_nobody(scene: Scene) -> None:
    case = submitted(scene, 1)
    before = Notice.objects.count(), Mail.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        access_request.withdraw(request=case, by=scene.north)
        raise RuntimeError
    with refused_as("WRONG_STATE"):
        access_request.complete(request=case, by=scene.north)
    assert before == (Notice.objects.count(), Mail.objects.count())


def test_a_step_is_told_by_one_statement(scene: Scene, django_assert_num_queries: Any) -> None:
    case = submitted(scene, 1)
    for _ in range(3):
        make_user(Role.ACCESS_OFFICER)
    Notice.objects.all().delete()
    with django_assert_num_queries(2):
        tell.of_step(case)


def test_wishes_hold_back_mails_not_notices(scene: Scene) -> None:
    MailWishes.objects.create(person=scene.north, steps=False)
    MailWishes.objects.create(person=scene.officer, messages=False)
    case = submitted(scene, 1)
    message.write(request=case, text="Frage", by=scene.north)
    message.write(request=case, text="Antwort", by=scene.officer)
    mails = [(one.person, one.kind) for one in Mail.objects.order_by("pk")]
    assert mails == [(scene.officer, "step"), (scene.north, "message")]
    assert len(kinds(scene.north)) == len(kinds(scene.officer)) == 2
