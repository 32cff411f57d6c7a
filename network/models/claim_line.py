"""The ledger's lines: what is taken, of which unit, when. Derived, never written by hand.

A line says that `holder` takes `section` (or `strand`) during `period`:

* exclusively (`exclusive`): nobody else may take anything of it;
* by room (`room_mm2`, the square of an outer diameter in mm²): others may share what is left;
* or because something inside is taken (`inside`), on every section that contains it.

`key` makes nested double booking impossible in either order: it is the holder for an exclusive line
and 0 for shared ones, and the database excludes two lines of one unit with overlapping periods and
different keys. A cable pulled under an exclusive claim (`under`) carries that claim's key.
The functions that write lines are in `network/migrations/sql/`.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.viewer import Viewer
from assets.models import DuctSection, Strand
from network.models.holder import Holder


class ClaimLineQuerySet(models.QuerySet["ClaimLine"]):
    def visible_to(self, user: Viewer) -> ClaimLineQuerySet:
        """A line is seen where its unit is; whose it is follows from the holder's own rule."""
        seen = Q(section__in=DuctSection.objects.visible_to(user))
        return self.filter(seen | Q(strand__in=Strand.objects.visible_to(user)))


class ClaimLine(models.Model):
    # The database removes lines with their holder or section; nobody else may.
    holder = models.ForeignKey(Holder, models.DO_NOTHING, related_name="lines", db_constraint=False)
    section = models.ForeignKey(
        DuctSection, models.DO_NOTHING, null=True, related_name="claim_lines", db_constraint=False
    )
    strand = models.ForeignKey(Strand, models.PROTECT, null=True, related_name="claim_lines")
    period = DateRangeField(_("period"))
    exclusive = models.BooleanField(default=False)
    inside = models.BooleanField(default=False)
    room_mm2 = models.FloatField(default=0)
    under = models.ForeignKey(
        Holder,
        models.DO_NOTHING,
        null=True,
        related_name="lines_under",
        db_index=False,
        db_constraint=False,
    )
    key = models.BigIntegerField()

    objects = ClaimLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger line")
        verbose_name_plural = _("ledger lines")
        constraints = [
            ExclusionConstraint(
                name="section_not_booked_twice",
                expressions=[
                    ("section", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                    ("key", RangeOperators.NOT_EQUAL),
                ],
                condition=Q(section__isnull=False),
            ),
            ExclusionConstraint(
                name="strand_not_booked_twice",
                expressions=[
                    ("strand", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                    ("key", RangeOperators.NOT_EQUAL),
                ],
                condition=Q(strand__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(section__isnull=False, strand__isnull=True)
                | Q(section__isnull=True, strand__isnull=False),
                name="claim_line_on_one_unit",
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False), name="claim_line_period_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(exclusive=True, key=F("holder"))
                | Q(exclusive=False, key=0)
                | Q(exclusive=False, key=F("under")),
                name="claim_line_key_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(room_mm2__gte=0), name="claim_line_room_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section_id or self.strand_id} {self.period}"
