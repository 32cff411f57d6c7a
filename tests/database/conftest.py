"""A database with rows of every kind, to be attacked."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tests.database.filling import fill_what_the_city_leaves_empty


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo city and what it lacks; constraints speak at once, not at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference_data", verbosity=0)
        call_command("generate_city", stdout=StringIO())
        fill_what_the_city_leaves_empty()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            # Nobody else counts rows that are never committed; without, a plan may take minutes.
            cursor.execute("ANALYZE")
        yield
        transaction.set_rollback(True)
