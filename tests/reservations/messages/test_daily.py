"""The daily run: mails of deadlines once a day, each part by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from accounts.roles import Role
from gis import daily
from gis.models import DailyPart
from reservations.models import Deadline, Mail, MailWishes
from reservations.notices import digest
from tests.builders import make_user
from tests.reservations.access.cases import clocks_set_aside, submitted
from tests.reservations.conftest import Scene
from tests.reservations.messages.mail_server import Server, parts, running
from tests.reservations.messages.mails import send_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]

WEDNESDAY = dt.date(2026, 11, 25)


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    with running() as found:
        settings.MAIL_HOST, settings.MAIL_PORT = "127.0.0.1", found.port
        yield found


def owed(scene: Scene, number: int, due: dt.date) -> Deadline:
    """A deadline of a submitted case that is due that day."""
    case = submitted(scene, number)
    Mail.objects.all().delete()
    found = Deadline.objects.owed().filter(request=case)
    keep = found.get(leads=True)
    with clocks_set_aside():
        found.exclude(pk=keep.pk).delete()
        Deadline.objects.filter(pk=keep.pk).update(due_on=due)
    keep.refresh_from_db()
    return keep


def written(kind: str) -> list[Mail]:
    return list(Mail.objects.filter(kind=kind).order_by("pk"))


def test_the_day_is_told_once_however_often_it_is_run(scene: Scene) -> None:
    today = timezone.localdate()
    owed(scene, 1, today - dt.timedelta(days=1))
    assert digest.write() == 1
    assert digest.write() == 0
    call_command("run_daily")
    call_command("run_daily")
    assert [(one.person, one.day) for one in written("digest")] == [(scene.officer, today)]
    assert digest.write(today + dt.timedelta(days=1)) == 1


def test_it_names_what_is_late_and_what_is_due_soon(scene: Scene, server: Server) -> None:
    today = timezone.localdate()
    late = owed(scene, 1, today - dt.timedelta(days=1)).request
    soon = owed(scene, 2, today).request
    owed(scene, 3, today + dt.timedelta(days=300))
    digest.write()
    send_all()
    (letter,) = [one for one in server.to(scene.officer.email) if "Fristen" in one["Subject"]]
    assert letter["Subject"] == "Fristen: 1 überschritten, 1 bald fällig"
    for text in parts(letter):
        assert text.index(str(late)) < text.index(str(soon))
        assert "/desk/" in text
    assert server.to(scene.north.email) == []


def test_it_says_how_many_there_are_though_it_names_some(
    scene: Scene, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digest, "MOST", 1)
    for number in (1, 2, 3):
        owed(scene, number, timezone.localdate() - dt.timedelta(days=number))
    digest.write()
    Mail.objects.exclude(kind="digest").delete()
    send_all()
    (letter,) = server.got
    assert letter["Subject"] == "Fristen: 3 überschritten, 0 bald fällig"
    for text in parts(letter):
        assert text.count("Anbindung Schule") == 1 and "und 2 weitere in der Eingangsliste" in text


def test_nothing_to_tell_no_mail(scene: Scene) -> None:
    owed(scene, 1, timezone.localdate() + dt.timedelta(days=300))
    assert digest.write() == 0


def test_who_declined_gets_no_overview_but_is_told_before_it_is_late(scene: Scene) -> None:
    MailWishes.objects.create(person=scene.officer, digest=False)
    owed(scene, 1, timezone.localdate())
    digest.write()
    assert written("digest") == []
    assert [one.person for one in written("escalation")] == [scene.officer]


def test_a_deadline_is_escalated_once_in_working_days_before_it_is_over(
    scene: Scene, settings: Any
) -> None:
    settings.ESCALATION_DAYS = 2
    monday = WEDNESDAY + dt.timedelta(days=5)
    deadline = owed(scene, 1, monday)
    make_user(Role.ROAD_OFFICER)
    for day, many in ((WEDNESDAY, 0), (WEDNESDAY + dt.timedelta(days=1), 1), (monday, 1)):
        digest.write(day)
        assert len(written("escalation")) == many, day
    with clocks_set_aside():
        Deadline.objects.filter(pk=deadline.pk).update(due_on=monday + dt.timedelta(days=7))
    digest.write(monday + dt.timedelta(days=7))
    assert len(written("escalation")) == 2, "an extended deadline can be near again"


def test_what_was_done_meanwhile_is_not_escalated(scene: Scene, server: Server) -> None:
    deadline = owed(scene, 1, timezone.localdate())
    digest.write()
    Mail.objects.exclude(kind="escalation").delete()
    with clocks_set_aside():
        Deadline.objects.filter(pk=deadline.pk).update(met_on=timezone.localdate())
    send_all()
    assert server.got == [] and [one.state for one in written("escalation")] == ["dropped"]


def test_an_overview_of_yesterday_is_not_sent_today(scene: Scene, server: Server) -> None:
    today = timezone.localdate()
    owed(scene, 1, today - dt.timedelta(days=9))
    digest.write(today - dt.timedelta(days=1))
    send_all()
    assert server.got == [] and [one.state for one in written("digest")] == ["dropped"]


def test_an_escalation_says_which_deadline_of_which_request(scene: Scene, server: Server) -> None:
    deadline = owed(scene, 1, timezone.localdate())
    digest.write()
    Mail.objects.exclude(kind="escalation").delete()
    send_all()
    (letter,) = server.got
    assert letter["Subject"] == f"{deadline.request}: Frist läuft ab – Anbindung Schule"
    for text in parts(letter):
        assert deadline.rule.reference in text and f"{timezone.localdate():%d.%m.%Y}" in text


# --- the run
@pytest.fixture
def two_parts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One that fails and one that does not."""
    monkeypatch.setattr(daily, "_parts", {})
    done: list[str] = []

    def fail() -> None:
        raise ValueError("no disk")

    daily.register("broken", fail, order=1)
    daily.register("sound", lambda: done.append("sound"), order=2)
    return done


def test_a_part_that_fails_stops_no_other(db: None, two_parts: list[str], capsys: Any) -> None:
    with pytest.raises(CommandError, match="failed: broken"):
        call_command("run_daily")
    assert two_parts == ["sound"]
    assert "broken: ValueError: no disk" in capsys.readouterr().out
    rows = DailyPart.objects.order_by("name").values_list("name", "problem")
    assert list(rows) == [("broken", "ValueError: no disk"), ("sound", "")]


def test_what_is_done_is_not_due_again_and_what_failed_an_hour_later(
    db: None, two_parts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = timezone.make_aware(dt.datetime(2026, 11, 25, 4, 59))
    monkeypatch.setattr(timezone, "now", lambda: at)
    assert daily.run(only_due=True) == []
    for hour, names in ((5, ["broken", "sound"]), (5.5, []), (6.5, ["broken"])):
        at = timezone.make_aware(dt.datetime(2026, 11, 25)) + dt.timedelta(hours=hour)
        assert [row.name for row in daily.run(only_due=True)] == names
    assert two_parts == ["sound"]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_do_it_once(two_parts: list[str]) -> None:
    other = connections["default"].copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('daily run'))")
        assert daily.run() == []
        cursor.execute("SELECT pg_advisory_unlock(hashtext('daily run'))")
    other.close()
    assert len(daily.run()) == 2


def test_everything_that_must_happen_each_day_is_part_of_it() -> None:
    names = [part.name for part in daily.parts()]
    wanted = [
        "holds",
        "requests",
        "grants",
        "deadlines",
        "overview",
        "quality",
        "answers",
        "looks",
        "uploads",
    ]
    assert names == wanted
