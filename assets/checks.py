"""System check: every foreign key to a unit of the plant says what it means."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db.models import ForeignKey, Model

from assets.hooks import registry
from assets.models import (
    Cable,
    CableSection,
    Duct,
    DuctSection,
    Gateway,
    Segment,
    Site,
    Strand,
    Tube,
)

UNITS: tuple[type[Model], ...] = (
    Site, Segment, Duct, DuctSection, Cable, CableSection, Tube, Strand, Gateway,
)  # fmt: skip


def references_to_units() -> Iterator[ForeignKey]:
    """All foreign keys to units, without the tables of many-to-many fields, which go with them."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, ForeignKey) and field.related_model in UNITS:
                yield field


def label_of(field: ForeignKey) -> str:
    """The key's name as `hooks.depends` takes it."""
    return f"{field.model._meta.label}.{field.name}"


@register(Tags.models)
def check_dependences(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A reference that nobody declared could block, or lose, an edit without a word."""
    return [
        Error(
            f"{label_of(field)} refers to a unit of the plant without saying what that means.",
            hint="Declare it with assets.hooks.depends() when the app is ready.",
            obj=field.model,
            id="assets.E001",
        )
        for field in references_to_units()
        if label_of(field) not in registry.dependences
    ]
