"""Carries steps out: all of them or none, once per idempotency key.

A save is one step; taking back or doing again what was made of several is several. Who remembers
the keys is set by the room above that has them (`remember_with`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gis.editing import registry
from gis.editing.form import EditForm
from gis.editing.registry import Edit, Touched
from gis.refusals import NotFound, NotPermitted, Refusal, StaleVersion, worded
from gis.retry import retried


@dataclass(frozen=True)
class Step:
    """One edit as the browser asks for it; `version` is the one that the person saw."""

    edit: str
    object: UUID | None
    version: int | None
    values: dict[str, Any]


class Memory(Protocol):
    """A key in use for the first time, or the answer it got then."""

    answer: dict[str, Any] | None

    def remember(self, answer: dict[str, Any]) -> None: ...


_remember: list[Callable[[Any, str, str], Memory]] = []


def remember_with(claim: Callable[[Any, str, str], Memory]) -> None:
    """Set who keeps idempotency keys: called with the person, the key and a digest."""
    _remember[:] = [claim]


_number: list[Callable[[], int | None]] = []


def number_with(newest: Callable[[], int | None]) -> None:
    """Set who numbers changes: called in the transaction, by its end, for its newest change."""
    _number[:] = [newest]


@dataclass(frozen=True)
class Done:
    """What was touched, and under which number the history has it; None if nothing changed."""

    touched: list[dict[str, Any]]
    change: int | None


class Refused(Exception):
    """A step was refused and nothing was changed; `form` shows why, where there is one."""

    def __init__(self, step: Step, refusal: Refusal | None, form: EditForm | None) -> None:
        super().__init__(step, refusal)
        self.step, self.refusal, self.form = step, refusal, form


def edit_for(viewer: Any, name: str) -> Edit:
    """The edit of this name, if the viewer may do it. Raises NotFound and NotPermitted."""
    edit = registry.find(name)
    if edit is None:
        raise NotFound("edit")
    if not edit.allowed(viewer):
        raise NotPermitted()
    return edit


def asset_for(edit: Edit, viewer: Any, public_id: UUID | None) -> Any:
    """The object an edit begins with, None for a new one. Raises NotFound."""
    if edit.find is None:
        return None
    asset = edit.find(viewer, public_id) if public_id is not None else None
    if asset is None:
        raise NotFound()
    return asset


@retried
def carry_out(by: Any, key: str, steps: Sequence[Step]) -> Done:
    """Do the steps in one transaction. Raises Refused and Refusal.

    A key that was used for the same steps before gets the names that it got then.
    """
    with worded(), transaction.atomic():
        memory = _remember[0](by, key, _digest(steps)) if _remember else None
        if memory is not None and memory.answer is not None:
            return Done(memory.answer["touched"], memory.answer.get("change"))
        touched: list[Touched] = []
        for step in steps:
            own = any(one.id == step.object for one in touched)
            touched += _do(by, step, None if own else step.version)
        change = _number[0]() if _number else None
        if memory is not None:
            memory.remember({"touched": [_named(one) for one in touched], "change": change})
        return Done([{**_named(one), "bounds": one.bounds} for one in touched], change)


def _named(one: Touched) -> dict[str, Any]:
    """The name of an object, never its content: see decision 0041."""
    return {"name": one.name, "kind": one.kind, "id": str(one.id), "version": one.version}


def _digest(steps: Sequence[Step]) -> str:
    said = [[one.edit, one.object, one.version, one.values] for one in steps]
    return hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode()).hexdigest()


def _begun_with(edit: Edit, by: Any, step: Step) -> Any:
    """The object whose form the person has open, or which the session left there."""
    try:
        return asset_for(edit, by, step.object)
    except NotFound as refusal:
        message = _(
            "This does not exist any more: somebody else has deleted it in the meantime, or it is"
            " no longer for you to see."
        )
        raise Refusal(refusal.code, message) from None


def _do(by: Any, step: Step, version: int | None) -> Sequence[Touched]:
    try:
        edit = edit_for(by, step.edit)
        asset = _begun_with(edit, by, step)
    except Refusal as refusal:
        raise Refused(step, refusal, None) from None
    form = edit.form(step.values, by=by, asset=asset)
    if not form.is_valid():
        form.note_errors()
        raise Refused(step, None, form)
    try:
        return edit.run(form, by, version)
    except StaleVersion as refusal:
        raise Refused(step, refusal, None) from None
    except Refusal as refusal:
        form.refuse(refusal)
        raise Refused(step, refusal, form) from None
