"""What there is, by what people call it, and what of it somebody may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from registry_api.nodes import to_global_id
from registry_api.schema import NODES
from tests.api.examples import Plant
from tests.api.seen_by_role import ALL, SEEN


def _claim_called(plant: Plant, claim: Any) -> str:
    if claim.request_id is not None:
        return plant.cases.name_of(claim.request_id)
    return "held" if claim.pk == plant.held.pk else "confirmed"


def _person_called(plant: Plant, pk: int) -> str:
    return {plant.north.pk: "north", plant.south.pk: "south"}.get(pk, "somebody")


CALLED: dict[str, Callable[[Plant, Any], str]] = {
    "CableSection": lambda _plant, one: f"{one.cable.code} in {one.segment.code}",
    "DuctSection": lambda _plant, one: f"{one.duct.code} in {one.segment.code}",
    "Strand": lambda _plant, one: one.cable.code,
    "Tube": lambda _plant, one: one.cable.code,
    "QualityFinding": lambda _plant, one: one.object.code,
    "AccessRequest": lambda plant, one: plant.cases.name_of(one.pk),
    "CaseMessage": lambda _plant, one: one.text,
    "Notice": lambda plant, one: _person_called(plant, one.person_id),
    "Deadline": lambda plant, one: plant.cases.name_of(one.request_id),
    "Decision": lambda plant, one: plant.cases.name_of(one.request_id),
    "Reservation": _claim_called,
}


def things_of(plant: Plant) -> dict[str, dict[str, str]]:
    """Every object of every type with ids: its id and what it is called."""
    return {
        concept._meta.name: {
            to_global_id(concept._meta.name, getattr(one, concept._meta.identifier)): CALLED.get(
                concept._meta.name, lambda _plant, one: getattr(one, "code", "")
            )(plant, one)
            for one in concept._meta.model._default_manager.all()
        }
        for concept in NODES
    }


def seen_by(plant: Plant, who: str) -> dict[str, set[str]]:
    """The ids that somebody may see, by type."""
    return {
        kind: {
            identifier
            for identifier, called in things.items()
            if SEEN[who].get(kind) == ALL or called in SEEN[who].get(kind, ())
        }
        for kind, things in things_of(plant).items()
    }
