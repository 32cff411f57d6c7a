"""Colours of tubes and fibres by the order of their maker."""

from __future__ import annotations

import graphene
from django.db.models import OuterRef, Subquery

from assets import models
from assets.models.colour import Marking
from registry_api.enums import enum_of
from registry_api.nodes import Node, id_column
from registry_api.plan import Catalogue, Column


class Colour(Catalogue):
    """The colour of the n-th tube or fibre of a colour order."""

    class Meta:
        model = models.ColourStep
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("Colour", "pk")
    number = Column(graphene.Int, required=True)
    name_de = Column(graphene.String, required=True)
    name_en = Column(graphene.String, required=True)
    hex = Column(graphene.String, required=True)
    marking = Column(enum_of(Marking), required=True)


def colour_by(scheme: str, number: str) -> Subquery:
    """The key of the colour with this number in the order that a path leads to."""
    steps = models.ColourStep.objects.filter(scheme=OuterRef(scheme), number=OuterRef(number))
    return Subquery(steps.values("pk")[:1])
