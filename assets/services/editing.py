"""What every edit has in common: who may, in which transaction, on which version, where.

Locks are taken in one order by everybody: ducts by id, cables by id, segments by id, sites by id
(`assets/services/lock.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import ForeignKey, Model
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Capability
from accounts.viewer import require
from assets.hooks import Edited, tell
from gis.refusals import NotFound, NotPermitted, invalid, unmoved, worded
from history.context import acting

Row = TypeVar("Row", bound=Model)


def permit(by: User | None, capability: Capability) -> None:
    """Refuse unless the person's roles allow it; None is the system itself."""
    if by is not None:
        require(by, capability)


@contextmanager
def edit(
    by: User | None, reason: str = "", capability: Capability = Capability.EDIT_ASSETS
) -> Iterator[None]:
    """One edit: permitted, in one transaction, recorded, and refused in words or not at all."""
    permit(by, capability)
    with worded(), acting(by, reason):
        yield
        settle()
        tell(Edited())


def settle() -> None:
    """Run now the checks and derivations that wait for the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def visible(instance: Row, by: User | None, field: str | None = None) -> Row:
    """The object itself, if the person may see it."""
    everything = type(instance)._default_manager.all()
    seen = everything if by is None else everything.visible_to(by)  # type: ignore[attr-defined]
    if not seen.filter(pk=instance.pk).exists():
        raise NotFound(field)
    return instance


def locked(instance: Row, by: User | None, version: int | None = None) -> Row:
    """The row read anew and locked until the end of the edit; refused where it moved on."""
    rows = type(instance)._default_manager.all()
    if by is not None and hasattr(rows, "visible_to"):
        rows = rows.visible_to(by)
    row = rows.select_for_update(of=("self",)).filter(pk=instance.pk).first()
    return unmoved(row, version, None)


def assign(instance: Row, facts: dict[str, Any], by: User | None) -> Row:
    """Set the facts on the object; objects they refer to must be visible to the person."""
    editable = {field.name: field for field in instance._meta.fields if field.editable}
    for name, value in facts.items():
        if name not in editable:
            raise TypeError(f"{type(instance).__name__} has no editable field {name!r}.")
        if isinstance(value, Model) and hasattr(type(value)._default_manager, "visible_to"):
            visible(value, by, name)
        setattr(instance, name, value)
    return instance


def store(instance: Row) -> Row:
    """Save a new or changed object, refusing malformed values field by field; read it anew."""
    # What the database checks by itself is left to it: references, uniqueness, its constraints.
    left_to_database = {
        field.name
        for field in instance._meta.fields
        if not field.editable
        or (isinstance(field, ForeignKey) and getattr(instance, field.attname) is not None)
    }
    try:
        instance.clean_fields(exclude=left_to_database)
    except ValidationError as error:
        raise invalid(error) from None
    instance.save()
    instance.refresh_from_db()
    return instance


def within_area(by: User | None, *geometries: GEOSGeometry | None) -> None:
    """Refuse what lies outside the area of a contractor; the others may write everywhere."""
    area = by.write_area if by is not None else None
    if area is None:
        return
    if not geometries or not all(place is not None and area.covers(place) for place in geometries):
        raise NotPermitted(_("This lies outside the area in which you may write."))
