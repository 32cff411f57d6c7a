"""Fields that every imported asset has, and how they become columns."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from accounts.models import Organisation
from assets.models import LifeCycle, Project, Provenance
from assets.models.asset import PublicationClass
from gis.importing.batch import Batch
from gis.importing.context import Context
from gis.importing.targets import Field, FieldKind

SMALL = 32_767  # the largest number of a PostgreSQL smallint


def choices(enumeration: Any) -> frozenset[str]:
    """The codes of a Django choices class."""
    return frozenset(enumeration.values)


COMMON = (
    Field("code", limit=80),
    Field("name", limit=200),
    Field("owner", required=True),
    Field("operator"),
    Field("used_by"),
    Field("life_cycle", choices=choices(LifeCycle)),
    Field("valid_from", FieldKind.DATE),
    Field("valid_to", FieldKind.DATE),
    Field("publication", choices=choices(PublicationClass)),
    Field("provenance", choices=choices(Provenance)),
    Field("project"),
    Field("remarks"),
)


@dataclass(frozen=True)
class Column:
    """A column of a model: its SQL type and, where it may not be empty, the SQL of its default."""

    name: str
    kind: str
    default: str | None = None


COMMON_COLUMNS = (
    Column("code", "text"),
    Column("name", "text", "''"),
    Column("owner_id", "bigint"),
    Column("operator_id", "bigint"),
    Column("used_by_id", "bigint"),
    Column("life_cycle", "text", "'in_service'"),
    Column("valid_from", "date"),
    Column("valid_to", "date"),
    Column("publication", "text", "'restricted'"),
    Column("provenance", "text", "'imported'"),
    Column("project_id", "bigint"),
    Column("remarks", "text", "''"),
)


def resolve_common(context: Context, batch: Batch) -> None:
    """Turn organisations and projects into their ids; refuse unknown ones, mend the validity."""
    ensure_organisations(context)
    organisations = dict(Organisation.objects.values_list("code", "id"))
    for name in ("owner", "operator", "used_by"):
        resolve(batch, name, organisations, "unknown_organisation")
    resolve(batch, "project", dict(Project.objects.values_list("code", "id")), "unknown_project")
    if "valid_from" in batch.columns and "valid_to" in batch.columns:
        begins, ends = batch.columns["valid_from"], batch.columns["valid_to"]
        wrong = [
            a is not None and b is not None and a >= b for a, b in zip(begins, ends, strict=True)
        ]
        empty(batch, "valid_to", np.array(wrong, dtype=bool), "validity_reversed")


def ensure_organisations(context: Context) -> None:
    """Create the organisations that the mapping names and that do not exist yet."""
    Organisation.objects.bulk_create(
        [
            Organisation(code=code, name=named.name, kind=named.kind)
            for code, named in context.mapping.organisations.items()
        ],
        ignore_conflicts=True,
    )


def resolve(batch: Batch, name: str, known: dict[str, int], code: str) -> None:
    """Replace the codes in field ``name`` by ids in "name_id"; rows with an unknown code are
    refused.
    """
    if name not in batch.columns:
        return
    values = batch.columns.pop(name)
    batch.columns[f"{name}_id"] = np.array([known.get(value) for value in values], dtype=object)
    lost = np.array([value is not None and value not in known for value in values], dtype=bool)
    batch.refuse(lost, code, lambda row: {"value": values[row]})


def empty(batch: Batch, name: str, mask: np.ndarray, code: str) -> None:
    """Empty a field in the rows of ``mask`` and say why."""
    if mask.any():
        batch.remark(mask, code)
        batch.columns[name] = np.where(mask, None, batch.columns[name])
