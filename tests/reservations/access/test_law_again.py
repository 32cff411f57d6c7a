"""Tests that get the law a second time get what the loader makes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model

from tests.reservations.access.conftest import _LAW, load_law

pytestmark = pytest.mark.django_db


def _rows(model: type[Model]) -> list[dict[str, Any]]:
    columns = [one.attname for one in model._meta.concrete_fields if not one.primary_key]
    return list(model._base_manager.order_by("pk").values(*columns))


@pytest.mark.parametrize("tariffs", [True, False])
def test_what_is_copied_is_what_the_loader_made(tariffs: bool) -> None:
    made = []
    for _time in range(2):
        with transaction.atomic():
            load_law(tariffs=tariffs)
            made.append({model: _rows(model) for model in _LAW})
            transaction.set_rollback(True)
    assert made[0] == made[1]
    assert all(made[0][model] for model in _LAW[:-1])
