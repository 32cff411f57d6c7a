"""What a rule of data quality is: a small declaration around one SELECT."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONCEPTS = ("site", "segment", "duct", "cable", "gateway")


class Severity(models.TextChoices):
    """How much a finding matters: wrong, probably wrong, or incomplete."""

    ERROR = "error", _("error")
    WARNING = "warning", _("warning")
    HINT = "hint", _("hint")


@dataclass(frozen=True)
class Rule:
    """What is wrong with an object, and the SELECT that finds it.

    `on` holds a SELECT for each concept it applies to. It may use `{ids}`, the objects `o` in
    question as a condition, and `{area}`, the city's area; its columns are

    * the object's id,
    * the place to look at (NULL: where the object is),
    * what was measured and what would be allowed (NULL where there is nothing to measure),
    * the id of another object that takes part, of the concept `other` (NULL: none).

    At most one row for each object. `said` words the numbers as %(measured)s and %(allowed)s.
    """

    code: str
    severity: Severity
    title: str | Promise
    help: str | Promise
    on: Mapping[str, str]
    said: str | Promise = ""
    other: str = ""


STANDS = "o.life_cycle NOT IN ('idea', 'planned', 'under_construction', 'removed')"
"""Condition: it is there in reality, so that its record should be complete."""

KEPT = "o.life_cycle <> 'removed'"

PLACES = {
    "site": "o.geom",
    "segment": "ST_LineInterpolatePoint(o.geom, 0.5)",
    "duct": "(SELECT s.geom FROM assets_site s WHERE s.id = o.start_site_id)",
    "cable": "COALESCE((SELECT s.geom FROM assets_site s"
    " WHERE s.id = COALESCE(o.start_site_id, o.end_site_id)),"
    " (SELECT ST_StartPoint(g.geom) FROM assets_cablesection p"
    " JOIN assets_segment g ON g.id = p.segment_id WHERE p.cable_id = o.id"
    " ORDER BY p.rank LIMIT 1))",
    "gateway": "(SELECT s.geom FROM assets_site s WHERE s.id = o.site_id)",
}
"""Where an object is, as a point; NULL for a cable without ends and way."""
