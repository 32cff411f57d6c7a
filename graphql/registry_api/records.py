"""Mutations of plain records: types, colour orders, band plans, policies, projects, addresses."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from assets.services import catalogue
from registry_api import edits
from registry_api.inputs import Table
from registry_api.plan.fields import concept_called


def kept(
    concept: str, table: Table, required: tuple[str, ...]
) -> tuple[edits.Pair, edits.Pair, edits.Pair]:
    """Create, change and delete, each for one and for many, of what `catalogue` keeps."""

    def create(*, by: User, **facts: Any) -> Any:
        return catalogue.create(concept_called(concept)._meta.model, by=by, **facts)

    def change(*, by: User, **facts: Any) -> Any:
        return catalogue.change(record=facts.pop(noun), by=by, **facts)

    def delete(*, by: User, **facts: Any) -> None:
        catalogue.delete(record=facts.pop(noun), by=by, **facts)

    noun = edits.noun_of(concept)
    return (
        edits.create(concept, table, create, required),
        edits.change(concept, table, change),
        edits.delete(concept, delete),
    )
