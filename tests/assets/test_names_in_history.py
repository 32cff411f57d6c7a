"""The history names what it refers to, also what was deleted since."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.gis.geos import LineString
from django.utils import translation

from assets.models import Segment, Site
from gis.numbers import rounded
from history.describe import described, in_words
from history.models import Change
from tests.builders import make_line_network, make_site

pytestmark = pytest.mark.django_db


def test_what_was_deleted_since_is_named_as_it_was_called() -> None:
    gone, there = make_site("S-9", 0), make_site("S-10", 50)
    ends = {"start_site_id": gone.pk, "end_site_id": there.pk}
    Site.objects.filter(pk=gone.pk).delete()
    with translation.override("de"):
        words = in_words(Segment, ends)
    assert words["start_site_id"] == "S-9 (gelöscht)"
    assert words["end_site_id"] == str(there)


def test_dates_and_numbers_read_as_everywhere_else() -> None:
    recorded = {"valid_from": "2026-05-01", "stated_length_m": 7.25, "built_year": 2021}
    with translation.override("de"):
        assert in_words(Segment, recorded) == {
            "valid_from": "01.05.2026",
            "stated_length_m": "7,25",
            "built_year": "2021",
        }
        assert in_words(Segment, {"valid_from": dt.date(2026, 5, 1)}) == {
            "valid_from": "01.05.2026"
        }
    change = Change(
        table_name="quality_finding",
        operation="U",
        before={"accepted_at": None},
        after={"accepted_at": "2026-10-25T00:30:05.123456+00:00"},
    )
    with translation.override("de"):
        (field,) = described([change])[0].fields
        assert field.after == "25.10.2026 02:30"


def test_a_line_of_which_one_corner_was_moved_reads_otherwise() -> None:
    segment = make_line_network("A-B")["A-B"]
    bent = segment.geom.clone()
    middle = bent.interpolate_normalized(0.5)
    before, after = (
        LineString(bent[0], (middle.x, middle.y + north), bent[-1], srid=bent.srid)
        for north in (5, 6)
    )
    with translation.override("de"):
        then, now = (in_words(Segment, {"geom": one})["geom"] for one in (before, after))
        whole = in_words(Segment, {"geom": segment.geom})["geom"]
    assert then != now and then.startswith("3 Stützpunkte · 100,")
    length = rounded(segment.length_m, 2).replace(".", ",")
    assert whole == f"2 Stützpunkte · {length} m"


def test_a_number_that_never_was_anything_stays_one() -> None:
    assert in_words(Segment, {"start_site_id": 4711}) == {"start_site_id": "4711"}
