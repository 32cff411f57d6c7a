"""What other assets refer to and few may change: types, colour orders, band plans.

Projects and addresses are plain records, too, but editors may keep them.
"""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, ProtectedError

from accounts.models import User
from accounts.roles import Capability
from assets.models import Address, Project
from assets.services import ground, obstacles
from assets.services.editing import edit, store, within_area

Record = TypeVar("Record", bound=Model)


def save(*, record: Record, by: User | None, reason: str = "") -> Record:
    """Store a new or changed record of a catalogue, a project or an address."""
    with edit(by, reason, _needed_for(record)):
        if isinstance(record, Address):
            record.geom = ground.point(record.geom)
            within_area(by, record.geom)
        return store(record)


def delete(*, record: Model, by: User | None, reason: str = "") -> None:
    """Delete a record that nothing refers to; its own parts go with it."""
    with edit(by, reason, _needed_for(record)):
        try:
            record.delete()
        except ProtectedError as error:
            users = sorted(error.protected_objects, key=str)
            obstacles.refuse_if_any(users, by)


def _needed_for(record: Model) -> Capability:
    own = isinstance(record, Address | Project)
    return Capability.EDIT_ASSETS if own else Capability.EDIT_CATALOGUES
