"""A row of each kind that the demo city does not have."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from accounts.models import ApiSecret, ApiToken, Bookmark, Grant, Organisation, Session, User
from accounts.services import client as clients
from assets.models import FrequencyPlan, Gateway, GatewayReport
from config.setup.database import DISTRICTS
from gis.districts import replace_districts
from gis.models import Export
from network.models import CapacityQueue, GeneralisationQueue
from network.services.overview import refresh_overview
from quality.models import CheckRun, Finding
from quality.models.finding import MODELS
from registry_api.models import Answered
from tests.database.case_filling import fill_calendars, fill_cases
from tests.database.file_attacks import fill_files
from tests.database.message_attacks import fill_messages
from webhooks.models import Attempt, Message, Subscription


def fill_what_the_city_leaves_empty() -> None:
    """Two of each, so that keys can clash."""
    person = User.objects.filter(is_service=False).first()
    for number in "12":
        _machine(number)
        GatewayReport.objects.create(
            gateway=Gateway.objects.order_by("pk")[int(number)],
            state="offline",
            observed_at=timezone.now(),
            reported_by=number,
        )
        Session.objects.create(
            session_key=number, session_data="", expire_date=timezone.now(), account=person
        )
        Bookmark.objects.create(person=person, name=number, address="?z=12")
        Answered.objects.create(user=person, key=number, request=number * 64)
        person.groups.add(Group.objects.create(name=number))
        Grant.objects.first().gateways.add(Gateway.objects.order_by("pk")[int(number)])
        CapacityQueue.objects.create(segment_id=1)
        Export.objects.create(person=person, table="sites", format="csv", language="de")
        CheckRun.objects.create(
            started_at=timezone.now(), finished_at=timezone.now(), concept="site", began_behind=0
        )
        for concept, model in MODELS.items():
            _finding(f"rule_{number}", **{concept: model.objects.order_by("pk")[int(number)]})
        GeneralisationQueue.objects.create(block_x=1, block_y=1)
        fill_cases(person, number)
    fill_calendars()
    fill_messages()
    fill_files()
    replace_districts(DISTRICTS)
    refresh_overview()
    FrequencyPlan.objects.create(code="as923", name="AS923", source="x")
    person.user_permissions.add(*Permission.objects.all()[:2])


def _finding(rule: str, **about: Any) -> None:
    now = timezone.now()
    Finding.objects.create(rule=rule, first_seen_at=now, last_seen_at=now, **about)


def _machine(number: str) -> None:
    """A client with a secret, a token and a webhook that had something to tell."""
    organisation = Organisation.objects.first()
    client = clients.make(code=number, name=number, organisation=organisation, role="viewer")
    digest, tomorrow = number * 64, timezone.now() + timedelta(days=1)
    secret = ApiSecret.objects.create(client=client, digest=digest, hint="tbs_")
    ApiToken.objects.create(
        client=client,
        secret=secret,
        scopes=["read"],
        digest=digest,
        hint="tb_",
        expires_at=tomorrow,
    )
    webhook = Subscription.objects.create(client=client, url="https://example.org/", secret="x")
    message = Message.objects.create(subscription=webhook, kind="x", body="{}")
    Attempt.objects.create(message=message, duration_ms=1)
