"""How many tubes of a segment are free today: a summary for maps, refreshed from a queue."""

from __future__ import annotations

from django.db import models

from assets.models import Segment


class SegmentCapacity(models.Model):
    """Counts of innermost tubes, right until `next_change_at` unless the segment is queued."""

    segment = models.OneToOneField(
        Segment, models.CASCADE, primary_key=True, related_name="capacity"
    )
    tubes_total = models.PositiveIntegerField()
    tubes_free = models.PositiveIntegerField()
    tubes_reserved = models.PositiveIntegerField()
    tubes_occupied = models.PositiveIntegerField()
    tubes_blocked = models.PositiveIntegerField()
    free_class = models.PositiveSmallIntegerField(null=True)
    computed_at = models.DateTimeField()
    next_change_at = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.tubes_free}/{self.tubes_total}"


class CapacityQueue(models.Model):
    """Segments whose summary is out of date; append-only, so that writers never wait here."""

    segment_id = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.segment_id)
