"""Counting rows for people, up to where counting would cost more than it tells."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

COUNTED_EXACTLY = 10_000


def counted(rows: QuerySet[Any], most: int = COUNTED_EXACTLY) -> int:
    """How many rows; `most` + 1 stands for all larger numbers."""
    return rows.order_by().values("pk")[: most + 1].count()
