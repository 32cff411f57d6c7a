"""The history names what it refers to, also what was deleted since."""

from __future__ import annotations

import pytest
from django.utils import translation

from assets.models import Segment, Site
from history.describe import in_words
from tests.builders import make_site

pytestmark = pytest.mark.django_db


def test_what_was_deleted_since_is_named_as_it_was_called() -> None:
    gone, there = make_site("S-9", 0), make_site("S-10", 50)
    ends = {"start_site_id": gone.pk, "end_site_id": there.pk}
    Site.objects.filter(pk=gone.pk).delete()
    with translation.override("de"):
        words = in_words(Segment, ends)
    assert words["start_site_id"] == "S-9 (gelöscht)"
    assert words["end_site_id"] == str(there)


def test_a_number_that_never_was_anything_stays_one() -> None:
    assert in_words(Segment, {"start_site_id": 4711}) == {"start_site_id": "4711"}
