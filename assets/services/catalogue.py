"""What other assets refer to and few may change: types, colour orders, band plans, fill policies.

Projects and addresses are plain records, too, but editors may keep them.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import CASCADE, Model, ProtectedError

from accounts.models import User
from accounts.roles import Capability
from assets.models import Address, Project
from assets.services import ground, obstacles
from assets.services.editing import assign, edit, locked, store, within_area
from gis.refusals import invalid
from gis.retry import retried

Record = TypeVar("Record", bound=Model)


def create(model: type[Record], *, by: User | None, reason: str = "", **facts: Any) -> Record:
    """A new record. Parts, such as the `members` of a bundle type, are lists of their facts."""
    with edit(by, reason, needed_for(model)):
        return _stored(model(), facts, by)


@retried
def change(
    *, record: Record, by: User | None, version: int | None = None, reason: str = "", **facts: Any
) -> Record:
    """Change the given facts; parts, if given, replace all there were."""
    with edit(by, reason, needed_for(type(record))):
        row = locked(record, by, version)
        _refuse_outside(row, by)
        return _stored(row, facts, by)


def save(*, record: Record, by: User | None, reason: str = "") -> Record:
    """Store a new or changed record as it is, for forms that keep its parts themselves."""
    with edit(by, reason, needed_for(type(record))):
        if record.pk is not None:
            _refuse_outside(locked(record, by), by)
        return _stored(record, {}, by)


@retried
def delete(*, record: Model, by: User | None, version: int | None = None, reason: str = "") -> None:
    """Delete a record that nothing refers to; its own parts go with it."""
    with edit(by, reason, needed_for(type(record))):
        row = locked(record, by, version)
        _refuse_outside(row, by)
        try:
            row.delete()
        except ProtectedError as error:
            users = sorted(error.protected_objects, key=str)
            obstacles.refuse_if_any(users, by)


def needed_for(model: type[Model]) -> Capability:
    """What a role must allow to keep records of this kind."""
    own = issubclass(model, Address | Project)
    return Capability.EDIT_ASSETS if own else Capability.EDIT_CATALOGUES


def _stored(record: Record, facts: dict[str, Any], by: User | None) -> Record:
    parts = {name: facts[name] for name in facts.keys() & _parts_of(type(record))}
    assign(record, {name: value for name, value in facts.items() if name not in parts}, by)
    if isinstance(record, Address):
        record.geom = ground.point(record.geom)
    _refuse_outside(record, by)
    store(record)
    for name, rows in parts.items():
        _replace(record, name, rows)
    return record


def _refuse_outside(record: Model, by: User | None) -> None:
    """Contractors keep addresses inside their area, and no projects, which have no place."""
    if isinstance(record, Address):
        within_area(by, record.geom)
    elif isinstance(record, Project):
        within_area(by)


def _parts_of(model: type[Model]) -> set[str]:
    """Names of what belongs to a record and goes with it."""
    return {
        relation.get_accessor_name() or ""
        for relation in model._meta.related_objects
        if getattr(relation, "on_delete", None) is CASCADE
    }


def _replace(record: Model, name: str, rows: list[dict[str, Any]] | None) -> None:
    parts = getattr(record, name)
    parts.all().delete()
    owner = parts.field.name
    for number, facts in enumerate(rows or []):
        part = parts.model(**{**facts, owner: record})
        # References exist, and what the fields have to obey otherwise the database says.
        references = {field.name for field in part._meta.fields if field.is_relation}
        try:
            part.clean_fields(exclude=references)
        except ValidationError as error:
            raise invalid(error, f"{name}.{number}.") from None
        part.save()
