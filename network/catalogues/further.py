"""Catalogues of upper rooms: their file, what a record may say, and how it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from network.catalogues.records import Named


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """Records of the kind `record` in the array `table` of a file, kept as rows of `model`.

    `values` turns a record into the values of its row, without the code.
    """

    file: str
    table: str
    record: type[Named]
    model: type[models.Model]
    values: Callable[[Any], Mapping[str, Any]]


catalogues: list[Further] = []


def add(further: Further) -> None:
    """Have one more catalogue read and loaded with the others."""
    catalogues.append(further)
