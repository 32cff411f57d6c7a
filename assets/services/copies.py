"""The second half of something that was divided: the same facts under a new identity."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from itertools import count
from typing import TypeVar

from assets.models import Asset

Row = TypeVar("Row", bound=Asset)

MAX_CODE = 80
TRIED_AT_ONCE = 20


def copy_of(asset: Row, code: str) -> Row:
    """An unsaved copy. It has no id in a source system: the original keeps that."""
    twin = type(asset)._default_manager.get(pk=asset.pk)
    twin.pk = None
    twin._state.adding = True
    twin.public_id = uuid.uuid4()
    twin.code = code
    twin.source_id = ""
    twin.imported_version = None
    twin.version = 1
    return twin


def next_code(model: type[Asset], code: str) -> str:
    """The first free code of the kind "S-104/2", "S-104/3" …"""
    return next_codes(model, [code])[code]


def next_codes(model: type[Asset], codes: Iterable[str]) -> dict[str, str]:
    """For each code the first free one of its kind, found with one query for all as a rule."""
    waiting = list(codes)
    found: dict[str, str] = {}
    for first in count(2, TRIED_AT_ONCE):
        tries = {code: _candidates(code, first) for code in waiting}
        wanted = [candidate for several in tries.values() for candidate in several]
        rows = model._default_manager.filter(code__in=wanted)
        taken = set(rows.values_list("code", flat=True)) | set(found.values())
        for code, candidates in tries.items():
            free = next((candidate for candidate in candidates if candidate not in taken), None)
            if free is not None:
                found[code] = free
                taken.add(free)
        waiting = [code for code in waiting if code not in found]
        if not waiting:
            break
    return found


def _candidates(code: str, first: int) -> list[str]:
    stem = re.sub(r"/\d+$", "", code)[: MAX_CODE - 6]
    return [f"{stem}/{number}" for number in range(first, first + TRIED_AT_ONCE)]


def copy_grants(asset: Asset, twin: Asset) -> None:
    """Who was allowed to see the whole may see the new half."""
    twin.grants.set(asset.grants.all())
