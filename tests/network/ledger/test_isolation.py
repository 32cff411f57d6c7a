"""The ledger is written at READ COMMITTED only: an older snapshot would not see a rival's lines."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from tests.builders import make_bundle, make_line_network, make_organisation
from tests.network.ledger.claims import claim
from tests.refused import refused_by

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_older_snapshots_are_refused(level: str) -> None:
    with transaction.atomic():
        network = make_line_network("A-B")
        bundle = make_bundle(network, "A-B")
    carrier = make_organisation("nord", "carrier")
    with connection.cursor() as cursor:
        cursor.execute(f"SET default_transaction_isolation = '{level.lower()}'")
        with refused_by("ledger_reads_committed"):
            claim(carrier, bundle, network["A"], network["B"])
        cursor.execute("RESET default_transaction_isolation")
