"""Every recorded table says what it is in the feed, and every type with an id is told of or not."""

from __future__ import annotations

import pytest
from django.db import connection

from accounts.roles import CAPABILITIES, Capability
from history.feed.registry import Followed, registry
from registry_api.schema import NODES

NOT_TOLD = {
    "ApiClient": "nobody else's business",
    "Address": "open data, loaded as a whole; not recorded",
    "CableSection": "part of its cable",
    "CaseMessage": "part of its request",
    "Damage": "part of its duct or cable",
    "Deadline": "part of its request",
    "DuctJoint": "part of its site",
    "DuctSection": "part of its duct",
    "Notice": "nobody else's business",
    "QualityFinding": "derived from the plant",
    "Strand": "made with its cable",
    "Tube": "made with its cable",
    "Webhook": "nobody else's business",
    "WebhookDelivery": "nobody else's business",
}


_TABLES = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s"


def _declared() -> set[str]:
    return {*registry.followed, *registry.parts, *registry.inside}


@pytest.mark.django_db
def test_every_recorded_table_is_declared_once() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'history_insert'"
        )
        recorded = {table for (table,) in cursor.fetchall()}
    assert recorded == _declared()
    assert len(_declared()) == sum(map(len, (registry.followed, registry.parts, registry.inside)))


@pytest.mark.django_db
def test_what_grants_open_is_recorded() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_TABLES, ["openings_i"])
        told = {table for (table,) in cursor.fetchall()}
    opened = {one.openings for one in registry.followed.values() if one.by_grant}
    assert told == opened
    assert opened == {one.openings for one in registry.followed.values() if _has_grants(one)}


def _has_grants(one: Followed) -> bool:
    return "grants" in {field.name for field in one.model._meta.many_to_many}


def test_every_type_with_an_id_is_followed_or_says_why_not() -> None:
    followed = {one.type: one for one in registry.followed.values()}
    names = {concept._meta.name: concept for concept in NODES}
    assert set(names) == set(followed) | set(NOT_TOLD)
    for name, one in followed.items():
        assert (names[name]._meta.model, names[name]._meta.identifier) == (
            one.model,
            one.identifier,
        )


def test_whoever_sees_the_history_sees_all_plant() -> None:
    """Fields before and after are shown without asking again which of them a role may see."""
    for capabilities in CAPABILITIES.values():
        if Capability.SEE_HISTORY in capabilities:
            assert Capability.SEE_EXACT_PLANT in capabilities
