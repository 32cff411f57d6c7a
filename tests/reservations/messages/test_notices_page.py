"""What is new is counted in the bar and read on its page."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from reservations.models import MailWishes, Notice
from reservations.services import message, notice
from tests.builders import make_user
from tests.reservations.access.cases import submitted
from tests.reservations.conftest import Scene

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


def browser(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.mark.usefixtures("front_end_unbuilt")
def test_what_is_new_is_counted_in_the_bar_until_it_was_seen(scene: Scene) -> None:
    case, other = submitted(scene, 1), submitted(scene, 2)
    message.write(request=case, text="Antwort", by=scene.officer)
    client = browser(scene.north)
    assert notice.unread(scene.north) == 3
    page = client.get("/cases/notices/").content.decode()
    assert '>3<span class="kern-sr-only"> unread</span>' in page
    assert "New message" in page and "Submitted" in page
    client.get(f"/cases/{case.public_id}/messages/")
    assert notice.unread(scene.north) == 1
    client.post("/cases/notices/", {"read": "all"})
    assert notice.unread(scene.north) == 0
    assert Notice.objects.filter(person=scene.officer, request=other, read_at=None).exists()


@pytest.mark.usefixtures("front_end_unbuilt")
def test_wishes_are_chosen_on_the_page(scene: Scene) -> None:
    client = browser(scene.north)
    assert "digest" not in client.get("/cases/notices/").content.decode()
    client.post("/cases/notices/", {"language": "en", "messages": "on", "digest": "on"})
    chosen = MailWishes.objects.get(person=scene.north)
    assert (chosen.language, chosen.steps, chosen.messages) == ("en", False, True)
    assert browser(scene.north).post("/cases/notices/", {"language": "fr"}).status_code == 200
    assert "digest" in browser(scene.officer).get("/cases/notices/").content.decode()
    assert browser(make_user(Role.VIEWER)).get("/cases/notices/").status_code == 404


@pytest.mark.usefixtures("front_end_unbuilt")
def test_links_lead_each_to_the_own_door(scene: Scene) -> None:
    case = submitted(scene, 1)
    address = f"/cases/{case.public_id}/"
    assert browser(scene.officer).get(address)["Location"] == f"/desk/{case.public_id}/"
    assert browser(scene.north).get(address)["Location"] == f"/portal/{case.public_id}/"
    assert browser(scene.south).get(address).status_code == 404
    assert Client().get(address)["Location"].startswith("/accounts/login/")
