"""Filter by the values of a text field, in which nothing is a value too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import AllValuesFieldListFilter


class ValuesOrNothing(AllValuesFieldListFilter):
    """Django shows a link without words where the value is empty."""

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or self.empty_value_display}
