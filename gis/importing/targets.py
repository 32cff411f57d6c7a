"""What can be imported. Upper rooms register a target; the engine knows no table of theirs."""

from collections.abc import Callable
from dataclasses import astuple, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gis.importing.batch import Batch
    from gis.importing.context import Context


class FieldKind(StrEnum):
    """What a cell is turned into; each has a PostgreSQL type in the staging table."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "double precision"
    BOOLEAN = "boolean"
    DATE = "date"


class Duplicates(StrEnum):
    """What happens to a geometry delivered twice."""

    REFUSE = "refuse"
    REPORT = "report"
    IGNORE = "ignore"


@dataclass(frozen=True)
class Field:
    """One field a mapping may fill.

    ``limit`` is the longest text, ``choices`` the codes allowed, ``low`` and ``high`` the least and
    the greatest number. ``convert`` replaces the converter of the kind; it raises ``ValueError``,
    which is reported as ``bad_code``.
    """

    name: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    choices: frozenset[str] | None = None
    limit: int | None = None
    low: float | None = None
    high: float | None = None
    convert: Callable[[Any], Any] | None = None
    bad_code: str = "bad_value"


@dataclass
class Counts:
    """What became of the rows of one target."""

    read: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    conflict: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True)
class Target:
    """A concept that can be imported.

    ``geometry`` is "point", "line", "route" (a line that is followed, not kept) or None; ``links``
    names the relations a mapping may give as link tables. ``apply`` takes the cleaned batch and
    writes it, set-based. Targets are applied in ``order``. ``finish`` is called once with all ids
    that were delivered for it.
    """

    name: str
    order: int
    fields: tuple[Field, ...]
    apply: "Callable[[Context, Batch], Counts]"
    geometry: str | None = None
    geometry_required: bool = True
    duplicates: Duplicates = Duplicates.IGNORE
    links: frozenset[str] = frozenset()
    finish: "Callable[[Context, set[str]], None] | None" = None
    by_name: dict[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {item.name: item for item in self.fields})


_targets: dict[str, Target] = {}


def register(target: Target) -> None:
    """Make ``target`` available to mappings; a name is taken once."""
    if target.name in _targets:
        raise ValueError(f"import target {target.name!r} is already registered")
    _targets[target.name] = target


def registered() -> dict[str, Target]:
    """All targets by name."""
    return dict(_targets)
