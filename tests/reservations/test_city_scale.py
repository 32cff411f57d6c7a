"""City scale on four quarters: joined to each other, whole, and under all rules afterwards."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from assets.models import Duct, DuctSection, Segment, Site, Strand
from fixtures.city.mosaic import CITY_CORNER, Mosaic, city, country
from history.models import Change
from network.models import ClaimLine, DuctJointEnd, Holder, SegmentCapacity
from network.services.capacity_summary import refresh_all
from network.topology.change_log import Mark, changes_since, mark_now
from reservations.city.scaling import load_mosaic
from reservations.city.timing import Progress

pytestmark = pytest.mark.django_db

FOUR = Mosaic(CITY_CORNER, ((3, 8), (4, 8), (3, 9), (4, 9)))


class Before(NamedTuple):
    """Rules of the database and the moment, before anything was loaded."""

    rules: set[str]
    mark: Mark


@pytest.fixture(scope="module")
def quarters(django_db_setup: None, django_db_blocker: Any) -> Iterator[Before]:
    """Four quarters; yields what there was before."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference_data", verbosity=0)
        before = Before(_rules(), mark_now())
        load_mosaic(FOUR, 1, Progress(lambda line: None))
        refresh_all()
        yield before
        transaction.set_rollback(True)


def _values(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


def _rules() -> set[str]:
    """Every index, constraint and trigger by its definition."""
    return {
        *_values("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"),
        *_values(
            "SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid),"
            " convalidated) FROM pg_constraint WHERE conrelid <> 0"
        ),
        *_values(
            "SELECT concat_ws(' ', pg_get_triggerdef(oid), tgenabled)"
            " FROM pg_trigger WHERE NOT tgisinternal"
        ),
    }


def test_it_has_the_promised_size(quarters: Before) -> None:
    share = len(city().cells) / len(FOUR.cells)
    assert 54_000 < Segment.objects.count() * share < 66_000
    assert 45_000 < Site.objects.count() * share < 60_000
    assert 1_050_000 < DuctSection.objects.count() * share < 1_350_000
    assert 1_300_000 < Strand.objects.count() * share < 1_700_000
    assert 260_000 < Duct.objects.filter(bundle__isnull=False).count() * share < 340_000
    assert 19 < len(country().cells) / len(city().cells) < 21


def test_one_can_walk_through_ducts_from_any_quarter_to_any_other(quarters: Before) -> None:
    seams = Segment.objects.filter(code__startswith="N-")
    assert seams.count() == 4
    tubes = Duct.objects.filter(sections__segment__in=seams, bundle__isnull=False)
    assert DuctJointEnd.objects.filter(duct__in=tubes).count() == 2 * 12 * 4


def test_every_rule_is_back_as_it_was(quarters: Before) -> None:
    assert _rules() == quarters.rules


def test_running_servers_notice_a_load_that_leaves_no_history(quarters: Before) -> None:
    assert changes_since(quarters.mark)[1].everything


def test_rules_apply_again(quarters: Before) -> None:
    site = Site.objects.earliest("pk")
    with pytest.raises(IntegrityError), transaction.atomic():
        Site.objects.filter(pk=site.pk).update(code=Site.objects.latest("pk").code)
    changes = Change.objects.count()
    Site.objects.filter(pk=site.pk).update(remarks="seen")
    assert Change.objects.count() == changes + 1


def test_the_ledger_and_the_summary_are_derived(quarters: Before) -> None:
    assert Holder.objects.filter(kind="cable").count() > 500
    assert ClaimLine.objects.filter(holder__kind="claim").exists()
    assert SegmentCapacity.objects.count() == Segment.objects.count()


def test_copies_differ_in_what_must_be_unique(quarters: Before) -> None:
    ids = Site.objects.values_list("public_id", flat=True)
    assert len(set(ids)) == Site.objects.count()
