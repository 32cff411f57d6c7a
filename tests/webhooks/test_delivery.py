"""From a change to a signed message, through failures of every kind."""

from __future__ import annotations

import datetime as dt
import errno
import threading
import time
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from accounts.services import client as clients
from assets.models import Duct, Segment, Site
from gis import backoff
from gis.global_ids import to_global_id
from gis.refusals import Refusal
from history import feed
from tests.builders import make_site
from tests.history.feed.following import newest
from tests.webhooks.dispatched import dispatched
from tests.webhooks.receiver import answering, dripping
from webhooks.models import Attempt, Message, Subscription
from webhooks.services import outbox
from webhooks.services import subscription as webhooks
from webhooks.services.deliver import deliver_next


def run() -> None:
    """Send until all that was written has been told."""
    dispatched(lambda: call_command("deliver_webhooks", "--once"))


def rename(code: str, name: str = "x") -> None:
    Site.objects.filter(code=code).update(name=name)


def test_a_message_is_small_and_signed(ground) -> None:
    ground.subscribe(ground.city)
    rename("A")
    run()
    (got,) = ground.receiver.received
    told = Webhook(ground.secret).verify(got.body, got.headers)
    assert told["type"] == "site.changed"
    site = Site.objects.get(code="A")
    assert told["data"]["id"] == to_global_id("Site", site.public_id)
    assert set(told["data"]) == {"type", "id", "operation", "cursor"}
    assert len(got.body) < 400
    with pytest.raises(WebhookVerificationError):
        Webhook(ground.secret).verify(got.body + b" ", got.headers)
    run()
    assert len(ground.receiver.received) == 1
    assert Attempt.objects.get().answer == "thanks"


def test_a_rotated_secret_signs_beside_the_old_one_for_a_day(ground) -> None:
    made = ground.subscribe(ground.city)
    old = ground.secret
    new = webhooks.rotate_secret(subscription=made, by=ground.administrator).text
    webhooks.ping(subscription=made, by=ground.administrator)
    run()
    got = ground.receiver.received[-1]
    for secret in (old, new):
        Webhook(secret).verify(got.body, got.headers)
    Subscription.objects.update(former_until=timezone.now())
    webhooks.ping(subscription=made, by=ground.administrator)
    run()
    got = ground.receiver.received[-1]
    Webhook(new).verify(got.body, got.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(got.body, got.headers)
    assert "whsec_" not in str(list(Subscription.objects.values()))


def test_each_hears_what_its_client_sees(ground) -> None:
    ground.subscribe(ground.carrier, by=ground.carriers_administrator)
    rename("A")
    run()
    assert ground.receiver.received == []
    from reservations.services import decide
    from tests.history.feed.test_visibility import hold

    claim = decide.confirm(claim=hold(ground.scene, 1, "B"), by=ground.scene.officer)
    run()
    assert set(ground.receiver.kinds) == {
        "reservation.created",
        "reservation.changed",
        "site.appeared",
        "segment.appeared",
        "duct.appeared",
    }
    decide.release(claim=claim, by=ground.scene.north)
    run()
    assert "duct.gone" in ground.receiver.kinds


def test_only_the_types_that_were_asked_for(ground) -> None:
    ground.subscribe(ground.city, "Duct")
    rename("A")
    Duct.objects.filter(code="RV.01").update(name="x")
    run()
    assert ground.receiver.kinds == ["duct.changed"]


def test_many_changes_at_once_are_one_message(ground) -> None:
    ground.subscribe(ground.city)
    for number in range(60):
        make_site(f"N{number}", east=number)
    run()
    (told,) = [one.json for one in ground.receiver.received]
    assert told["type"] == "changes.many"
    assert told["data"]["count"] == 60


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        (answering(500, "broken"), 500, ""),
        (answering(302, Location="http://127.0.0.1:1/"), 302, ""),
        (answering(404), 404, ""),
        (dripping, None, "TimeoutError: no whole answer in time"),
    ],
)
def test_what_is_no_success_is_tried_again_later(ground, answer, status, error) -> None:
    ground.subscribe(ground.city)
    rename("A")
    if status == 302:
        answer = answering(302, Location=ground.receiver.url)
    ground.receiver.answer = answer
    run()
    assert len(ground.receiver.received) == 1, "and no redirect was followed"
    message = Message.objects.get()
    attempt = message.attempts.get()
    assert (message.state, message.tries, attempt.status) == ("due", 1, status)
    assert attempt.error == error
    assert attempt.duration_ms < 5_000
    assert message.next_attempt_at > timezone.now()
    assert Subscription.objects.get().failing_since is not None
    ground.receiver.answer = answering(204)
    Message.objects.update(next_attempt_at=timezone.now())
    run()
    keys = {one.headers["webhook-id"] for one in ground.receiver.received}
    assert (Message.objects.get().state, len(keys)) == ("delivered", 1)
    assert Subscription.objects.get().failing_since is None


def test_a_reset_after_breaking_off_is_told_as_what_it_is(ground, monkeypatch) -> None:
    """The other side may go on writing to what was broken off: then it ends as a reset."""

    def reset_when_late(connection: Any) -> None:
        while not connection._late:
            time.sleep(0.01)
        raise ConnectionResetError(errno.ECONNRESET, "Connection reset by peer")

    monkeypatch.setattr("http.client.HTTPConnection.getresponse", reset_when_late)
    ground.subscribe(ground.city)
    rename("A")
    run()
    assert Attempt.objects.get().error == "TimeoutError: no whole answer in time"


def test_a_long_answer_is_not_read_to_its_end(ground) -> None:
    ground.subscribe(ground.city)
    rename("A")
    ground.receiver.answer = answering(200, "y" * 10_000_000)
    run()
    assert len(Attempt.objects.get().answer) == 500


def test_attempts_grow_apart_and_end(ground, settings) -> None:
    first, second, tenth = (
        [backoff.delay_after(tries).total_seconds() for _ in range(50)] for tries in (1, 2, 10)
    )
    assert 4 <= min(first) < max(first) <= 6
    assert 16 <= min(second) < max(second) <= 24
    assert 0.8 * backoff.LONGEST_S <= min(tenth) < max(tenth) <= 1.2 * backoff.LONGEST_S
    ground.subscribe(ground.city)
    rename("A")
    ground.receiver.answer = answering(500)
    run()
    long_ago = timezone.now() - dt.timedelta(days=settings.WEBHOOK_RETRY_DAYS + 1)
    Message.objects.update(next_attempt_at=timezone.now(), created_at=long_ago)
    Subscription.objects.update(failing_since=long_ago)
    run()
    assert Message.objects.get().state == "failed"
    paused = Subscription.objects.get()
    assert not paused.active and paused.paused_because
    rename("A", "y")
    run()
    assert Message.objects.count() == 1
    webhooks.change(subscription=paused, by=ground.administrator, active=True)
    ground.receiver.answer = answering(200)
    run()
    assert Message.objects.filter(state="delivered").count() == 1


def test_a_receiver_that_is_gone_is_left_alone(ground) -> None:
    ground.subscribe(ground.city)
    rename("A")
    ground.receiver.answer = answering(410)
    run()
    assert not Subscription.objects.get().active


def test_a_dead_receiver_keeps_nobody_waiting(ground) -> None:
    """One attempt, and the other messages to it wait: the senders are free for others."""
    ground.subscribe(ground.city)
    for code in "ABC":
        rename(code)
    ground.receiver.answer = answering(500)
    run()
    assert Attempt.objects.count() == 1
    assert Message.objects.filter(next_attempt_at__gt=timezone.now()).count() == 3


def test_replay_of_one_message_and_from_a_cursor(ground) -> None:
    made = ground.subscribe(ground.city)
    start = newest()
    rename("A")
    rename("B")
    run()
    message = Message.objects.order_by("id").first()
    webhooks.replay(message=message, by=ground.administrator)
    run()
    keys = [one.headers["webhook-id"] for one in ground.receiver.received]
    assert sorted(map(keys.count, set(keys))) == [1, 2]
    webhooks.replay_from(subscription=made, by=ground.administrator, after=start)
    run()
    assert len(ground.receiver.received) == 5
    ids = [one.json["data"]["id"] for one in ground.receiver.received]
    assert sorted(map(ids.count, set(ids))) == [2, 3]


def test_a_revoked_client_hears_nothing_more(ground) -> None:
    ground.subscribe(ground.carrier, by=ground.carriers_administrator)
    clients.revoke(client=ground.carrier, by=ground.administrator)
    rename("A")
    run()
    paused = Subscription.objects.get()
    assert (ground.receiver.received, paused.active) == ([], False)


def test_several_dispatchers_and_senders_make_and_send_each_once(ground) -> None:
    ground.subscribe(ground.city)
    for turn in range(40):
        Segment.objects.filter(code="A-B").update(name=str(turn))
    ground.receiver.answer = answering(200)

    def work(step: Any) -> None:
        while step():
            pass
        connection.close()

    for step in (dispatched, deliver_next):
        threads = [threading.Thread(target=work, args=(step,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    keys = [one.headers["webhook-id"] for one in ground.receiver.received]
    assert len(keys) == len(set(keys)) == Message.objects.count() == Attempt.objects.count() == 40


def test_a_sender_that_dies_holds_a_message_up_for_a_moment_only(ground) -> None:
    ground.subscribe(ground.city)
    rename("A")
    dispatched()
    taken = outbox.take()
    assert taken is not None and outbox.take() is None
    Message.objects.update(leased_until=timezone.now())  # the lease runs out
    assert deliver_next()
    assert ground.receiver.kinds == ["site.changed"]


def test_the_log_is_bounded(ground, settings) -> None:
    ground.subscribe(ground.city)
    rename("A")
    run()
    assert outbox.forget_old() == 0
    old = timezone.now() - dt.timedelta(days=settings.WEBHOOK_LOG_DAYS, minutes=1)
    Message.objects.update(created_at=old)
    assert outbox.forget_old() == 1
    assert Attempt.objects.count() == 0


def test_a_changed_key_of_the_server_is_told_in_the_log(ground, settings) -> None:
    ground.subscribe(ground.city)
    rename("A")
    settings.SECRET_KEY = "another"
    run()
    assert "SECRET_KEY" in Attempt.objects.get().error
    assert ground.receiver.received == []


def test_messages_write_nothing_into_the_feed(ground) -> None:
    """Else every message would be a change that makes messages."""
    made = ground.subscribe(ground.city)
    head = newest()
    webhooks.ping(subscription=made, by=ground.administrator)
    run()
    page = feed.read(ground.administrator, head, 100)
    assert (page.events, ground.receiver.kinds) == ([], ["ping"])


def test_what_is_paused_is_not_pinged(ground) -> None:
    made = ground.subscribe(ground.city)
    webhooks.change(subscription=made, by=ground.administrator, active=False)
    with pytest.raises(Refusal) as refused:
        webhooks.ping(subscription=made, by=ground.administrator)
    assert refused.value.code == "PAUSED"
