"""The same bytes both ways for every list and type that the small network has nothing of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from registry_api.nodes import to_global_id
from registry_api.schema import NODES
from tests.api.both_ways import EXAMPLES, LISTS, OFTEN, compare, documents
from tests.api.examples import Plant

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def plant(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plant]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Plant()
        transaction.set_rollback(True)


def _ids() -> list[str]:
    """An object of each type."""
    return [
        to_global_id(concept._meta.name, getattr(one, concept._meta.identifier))
        for concept in NODES
        for one in concept._meta.model._default_manager.all()[:1]
    ]


@pytest.mark.parametrize("who", ["administrator", "access_officer", "partner_administrator"])
def test_one_statement_and_graphql_core_give_the_same_bytes(plant, who) -> None:
    """Those who see requests, findings, catalogues, clients and webhooks."""
    ids = _ids()
    assert len(ids) == len(NODES)
    roots = [*(name for name in LISTS if name not in OFTEN), "node", "nodes"]
    values = {"first": [1, 2, 50], "id": ids, "ids": [ids]}
    compare(plant.user(who), documents(values, roots), EXAMPLES // 2)
