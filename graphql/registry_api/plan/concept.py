"""A concept: a graphene type whose objects are rows of one model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import Model, Q, QuerySet
from graphene.types.objecttype import ObjectTypeOptions
from graphene.utils.str_converters import to_camel_case

from registry_api.plan.fields import PlannedField

if TYPE_CHECKING:
    from accounts.viewer import Viewer


class ConceptOptions(ObjectTypeOptions):
    model: type[Model]
    identifier: str
    planned: dict[str, PlannedField]


class Concept(graphene.ObjectType):
    """Base of all types that are read from the database.

    `Meta.model` is the model, `Meta.identifier` the column that its global ids carry.
    """

    class Meta:
        abstract = True

    @classmethod
    def __init_subclass_with_meta__(  # type: ignore[override]
        cls,
        model: type[Model] | None = None,
        identifier: str = "public_id",
        _meta: ConceptOptions | None = None,
        **options: Any,
    ) -> None:
        _meta = _meta or ConceptOptions(cls)
        _meta.model = model  # type: ignore[assignment]
        _meta.identifier = identifier
        _meta.planned = {}
        super().__init_subclass_with_meta__(_meta=_meta, **options)
        for name, field in cls._meta.fields.items():
            if isinstance(field, PlannedField):
                field.named(name)
                cls._meta.planned[to_camel_case(name)] = field

    @classmethod
    def called(cls, text: str) -> Q | None:
        """The condition for what people call by this code; None where nothing is called so."""
        named = any(field.name == "code" for field in cls._meta.model._meta.fields)
        return Q(code=text) if named and "\0" not in text else None

    @classmethod
    def tells_of(cls, row: Mapping[str, Any]) -> bool:
        """Whether the type shows this recorded row, where several types show one table."""
        return True

    @classmethod
    def visible(cls, viewer: Viewer) -> QuerySet[Any]:
        """The rows that the viewer may see: every edge, count and filter starts from here."""
        return cls._meta.model._default_manager.visible_to(viewer)


class Catalogue(Concept):
    """Types, colours and band plans: public knowledge of the trade, for everybody logged in."""

    class Meta:
        abstract = True

    @classmethod
    def visible(cls, viewer: Viewer) -> QuerySet[Any]:
        rows = cls._meta.model._default_manager.all()
        return rows if viewer.is_authenticated else rows.none()
