"""How the registry says no: one exception, worded once for each database constraint.

The database refuses (constraints and triggers); this module turns its refusal into a sentence with
a stable code and, where it concerns one, the field. Every door shows the same sentence.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
Row = TypeVar("Row")


class Refusal(Exception):
    """A request that the registry does not carry out; nothing was changed.

    `code` is stable for machines, `message` is translated for people, `field` names the input it
    concerns, `details` holds plain JSON facts (for example what stands in the way).
    """

    def __init__(self, code: str, message: Text, field: str | None = None, **details: Any) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.field = field
        self.details = details

    def __str__(self) -> str:
        return str(self.message)


class NotPermitted(Refusal):
    """The person's roles do not allow it."""

    def __init__(self, message: Text | None = None) -> None:
        super().__init__("NOT_PERMITTED", message or _("You are not allowed to do this."))


class NotFound(Refusal):
    """No such object, or none that the person may see: both sound the same on purpose."""

    def __init__(self, field: str | None = None) -> None:
        super().__init__("NOT_FOUND", _("There is no such object."), field)


class StaleVersion(Refusal):
    """Somebody changed the object since it was read."""

    def __init__(self, current: int) -> None:
        message = _("This object was changed by someone else in the meantime. Reload it first.")
        super().__init__("STALE_VERSION", message, "version", current=current)


def unmoved(row: Row | None, version: int | None, field: str | None = "id") -> Row:
    """The row, if it is there and still as it was seen. Raises NotFound and StaleVersion."""
    if row is None:
        raise NotFound(field)
    if version is not None and version != row.version:  # type: ignore[attr-defined]
        raise StaleVersion(row.version)  # type: ignore[attr-defined]
    return row


def invalid(error: ValidationError, prefix: str = "") -> Refusal:
    """The refusal for values that their fields do not accept; `fields` names them all."""
    by_field = {f"{prefix}{field}": found for field, found in error.message_dict.items()}
    field, messages = next(iter(by_field.items()))
    return Refusal("INVALID_VALUE", messages[0], field, fields=by_field)


@dataclass(frozen=True)
class Wording:
    """What to say when the named constraint refuses a row."""

    code: str
    message: Text
    field: str | None = None


@dataclass
class _Wordings:
    by_constraint: dict[str, Wording] = field(default_factory=dict)


_wordings = _Wordings()

_FALLBACKS: Sequence[tuple[str, Wording]] = (
    ("23505", Wording("NOT_UNIQUE", _("Another object already has this value."))),
    ("23503", Wording("REFERENCE", _("The object refers to another that is missing or in use."))),
    ("23502", Wording("REQUIRED", _("A required value is missing."))),
    ("23514", Wording("NOT_ALLOWED", _("A value is outside what is allowed."))),
    ("23P01", Wording("CONFLICT", _("This is already taken for that period."))),
    ("22", Wording("INVALID_VALUE", _("A value cannot be stored."))),
    ("XX000", Wording("INVALID_GEOMETRY", _("The geometry cannot be processed."))),
)


def word(constraint: str, code: str, message: Text, field: str | None = None) -> None:
    """Register the sentence for a named constraint; called by each app for its own."""
    _wordings.by_constraint[constraint] = Wording(code, message, field)


def worded_constraints() -> set[str]:
    """The names of all constraints that have a sentence (for the completeness test)."""
    return set(_wordings.by_constraint)


def refusal_from(error: DatabaseError) -> Refusal | None:
    """The refusal that a database error stands for, or None if it is a fault of ours."""
    cause = error.__cause__
    state = getattr(cause, "pgcode", None) or ""
    name = getattr(getattr(cause, "diag", None), "constraint_name", None) or ""
    wording = _wordings.by_constraint.get(name)
    if wording is None:
        wording = next((w for prefix, w in _FALLBACKS if state.startswith(prefix)), None)
    if wording is None:
        return None
    return Refusal(wording.code, wording.message, wording.field, constraint=name or None)


@contextmanager
def worded() -> Iterator[None]:
    """Turn what the database refuses inside the block into a `Refusal`."""
    try:
        yield
    except (IntegrityError, DatabaseError) as error:
        refusal = refusal_from(error)
        if refusal is None:
            raise
        raise refusal from error
