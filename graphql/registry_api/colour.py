"""Colours of tubes and fibres by the order of their maker."""

from __future__ import annotations

import graphene
from django.db.models import OuterRef, Subquery

from assets import models
from assets.models.colour import Marking
from registry_api.connections import ConnectionField
from registry_api.enums import enum_of
from registry_api.inputs import Parts, Table
from registry_api.nodes import Node, id_column
from registry_api.plan import Catalogue, Column, ToMany
from registry_api.records import kept


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


class ColourScheme(Catalogue):
    """The order in which a maker or carrier colours tubes or fibres."""

    class Meta:
        model = models.ColourScheme
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("ColourScheme", "pk")
    code = Column(graphene.String, required=True)
    name = Column(graphene.String, required=True)
    source = Column(graphene.String, required=True)
    steps = ToMany("colour.Colour", "scheme_id", order=("number", "pk"))
    version = Column(graphene.Int, required=True, description="Send it back with a change.")


COLOUR_SCHEME_FACTS: Table = {
    "code": graphene.String,
    "name": graphene.String,
    "source": graphene.String,
    "steps": Parts(
        "ColourFacts",
        {
            "number": graphene.Int,
            "name_de": graphene.String,
            "name_en": graphene.String,
            "hex": graphene.String,
            "marking": enum_of(Marking),
        },
        ("number", "name_de", "name_en", "hex"),
    ),
}


class ColourSchemeMutations:
    (
        (create_colour_scheme, create_colour_schemes),
        (change_colour_scheme, change_colour_schemes),
        (delete_colour_scheme, delete_colour_schemes),
    ) = kept("colour.ColourScheme", COLOUR_SCHEME_FACTS, ("code", "name", "source"))


class ColourSchemeQueries:
    colour_schemes = ConnectionField(ColourScheme)


def colour_by(scheme: str, number: str) -> Subquery:
    """The key of the colour with this number in the order that a path leads to."""
    steps = models.ColourStep.objects.filter(scheme=OuterRef(scheme), number=OuterRef(number))
    return Subquery(steps.values("pk")[:1])
