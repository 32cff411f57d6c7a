"""What the picture says is taken follows the ledger, roll-backs and forgotten notes included."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.utils import timezone

from assets.models import DuctSection
from network.availability import State, section_states
from network.models import Holder
from network.topology import current_picture
from reservations.services import decide
from reservations.services.requested import Stretch
from reservations.services.reserve import reserve
from tests.builders import make_cable
from tests.reservations.conftest import Scene, make_scene

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ground(transactional_db: None) -> Scene:
    with transaction.atomic():
        return make_scene()


def tubes_of(ground: Scene) -> set[int]:
    found = DuctSection.objects.filter(duct__bundle=ground.bundle)
    return set(found.values_list("pk", flat=True))


def taken(ground: Scene) -> set[int]:
    picture = current_picture()
    return tubes_of(ground) & set(picture.takings.taken(ground.period, picture.now).tolist())


def by_the_database(ground: Scene) -> set[int]:
    """Tubes of which the one definition says that they are not free."""
    states = section_states(tubes_of(ground), ground.period.range)
    return {key for key, one in states.items() if one.state != State.FREE}


def hold(ground: Scene, number: int):
    tube, sites = ground.tube(number), ground.network
    unit = Stretch(tube.pk, sites["A"].pk, sites["C"].pk)
    key = f"k{number}"
    return reserve(units=[unit], period=ground.period, idempotency_key=key, by=ground.north)


def test_every_change_of_the_ledger_is_seen(ground: Scene) -> None:
    assert taken(ground) == by_the_database(ground) == set()
    claim = hold(ground, 1)
    assert taken(ground) == by_the_database(ground) != set()
    claim = decide.confirm(claim=claim, by=ground.officer)
    assert taken(ground) == by_the_database(ground)
    decide.release(claim=claim, by=ground.north)
    assert taken(ground) == by_the_database(ground) == set()
    make_cable(ground.network, "A-B-C", inside=ground.tube(2))
    assert taken(ground) == by_the_database(ground) != set()


def test_a_hold_ends_by_the_clock(ground: Scene) -> None:
    claim = hold(ground, 1)
    assert taken(ground)
    Holder.objects.filter(pk=claim.holder_id).update(expires_at=timezone.now())
    assert taken(ground) == by_the_database(ground) == set()


def test_what_is_taken_back_is_seen_only_by_itself(ground: Scene) -> None:
    current_picture()
    with transaction.atomic():
        hold(ground, 1)
        assert taken(ground) == by_the_database(ground) != set()
        transaction.set_rollback(True)
    assert taken(ground) == set()


def test_who_missed_notes_reads_everything(ground: Scene) -> None:
    """Here a note is removed as if 20,000 others had come since."""
    current_picture()
    hold(ground, 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM network_ledgerchange RETURNING transaction)"
            " INSERT INTO network_ledgerchange (sections, forgotten)"
            " SELECT '{}', max(transaction) FROM gone"
        )
    assert taken(ground) == by_the_database(ground) != set()


def test_old_notes_are_forgotten(ground: Scene) -> None:
    hold(ground, 2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence('network_ledgerchange', 'id')")
        (notes,) = cursor.fetchone()
        cursor.execute("SELECT setval(%s, (nextval(%s) / 1000 + 30) * 1000 - 1)", [notes, notes])
    hold(ground, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM network_ledgerchange WHERE forgotten IS NOT NULL")
        assert cursor.fetchone() == (1,)
    assert taken(ground) == by_the_database(ground) != set()
