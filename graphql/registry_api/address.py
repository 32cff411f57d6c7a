"""House coordinates and the search for them."""

from __future__ import annotations

import re
from typing import Any

import graphene
from django.db.models import Q, QuerySet
from graphql import GraphQLResolveInfo

from assets import models
from registry_api.errors import bad_input
from registry_api.geometry import geometry_column
from registry_api.inputs import PointGeometry, Table
from registry_api.nodes import Node, id_column
from registry_api.plan import Column, Concept, Row, make_plan
from registry_api.records import kept

MOST_ADDRESSES = 50
_HOUSE = re.compile(r"^(?P<street>.*?)\s*(?P<number>\d{1,5})\s*(?P<suffix>[a-zA-Z]?)$")


class Address(Concept):
    """A building's address as the surveying authorities publish it."""

    class Meta:
        model = models.Address
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("Address", "pk")
    building_id = Column(graphene.String, required=True)
    street_key = Column(graphene.String, required=True)
    street = Column(graphene.String, required=True)
    house_number = Column(graphene.Int, required=True)
    suffix = Column(graphene.String, required=True)
    postcode = Column(graphene.String, required=True)
    town = Column(graphene.String, required=True)
    district = Column(graphene.String, required=True)
    geometry = geometry_column(required=True)
    version = Column(graphene.Int, required=True, description="Send it back with a change.")


ADDRESS_FACTS: Table = {
    "building_id": graphene.String,
    "street_key": graphene.String,
    "street": graphene.String,
    "house_number": graphene.Int,
    "suffix": graphene.String,
    "postcode": graphene.String,
    "town": graphene.String,
    "district": graphene.String,
    "geometry": PointGeometry(),
}


class AddressMutations:
    (
        (create_address, create_addresses),
        (change_address, change_addresses),
        (delete_address, delete_addresses),
    ) = kept(
        "address.Address",
        ADDRESS_FACTS,
        ("building_id", "street", "house_number", "town", "geometry"),
    )


class AddressQueries:
    addresses = graphene.List(
        graphene.NonNull(Address),
        required=True,
        search=graphene.String(required=True, description="Such as `Neumarkt 10`."),
        first=graphene.Int(default_value=10),
        description=f"Addresses by street and house number, at most {MOST_ADDRESSES}.",
    )

    @staticmethod
    def resolve_addresses(
        _root: Any, info: GraphQLResolveInfo, search: str, first: int | None
    ) -> list[Row]:
        if first is None or not 1 <= first <= MOST_ADDRESSES:
            raise bad_input("first", f"1–{MOST_ADDRESSES}")
        text = search.replace("\0", "").strip()[:100]
        if len(text) < 2:
            raise bad_input("search", "2–100")
        loader = info.context.loader
        rows = _matching(Address.visible(loader.viewer), text)
        return loader.fetch(make_plan(Address, info.field_nodes, info), rows[:first])


def _matching(addresses: QuerySet[Any], text: str) -> QuerySet[Any]:
    """By the start of the street's name before what merely contains the text."""
    house = _HOUSE.match(text)
    condition = Q(street__icontains=text)
    if house and house["street"]:
        numbered = Q(street__icontains=house["street"], house_number=int(house["number"]))
        if house["suffix"]:
            numbered &= Q(suffix__iexact=house["suffix"])
        condition |= numbered
    return addresses.filter(condition).order_by("street", "house_number", "suffix", "pk")
