"""Cables with their tubes and strands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene
from django.db.models import Q

from accounts.models import User
from assets import models
from assets.filters import CableFilter
from assets.models.cable import RouteQuality
from assets.services import cable as service
from registry_api import edits, way
from registry_api.asset import ASSET_FACTS, Asset
from registry_api.colour import colour_by
from registry_api.connections import AssetOrder, ConnectionField
from registry_api.document import documents_of
from registry_api.enums import enum_of
from registry_api.inputs import REASON, VERSION, Path, Ref, Table
from registry_api.nested_connection import NestedConnection
from registry_api.nodes import Node, id_column
from registry_api.occupancy import strand_occupancy
from registry_api.plan import Column, Concept, ToMany, ToOne


class Strand(Concept):
    """One fibre of a cable."""

    class Meta:
        model = models.Strand
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("Strand", "pk")
    cable = ToOne("cable.Cable")
    tube = ToOne("cable.Tube")
    number = Column(graphene.Int, required=True, description="Number in the cable.")
    number_in_tube = Column(graphene.Int, required=True)
    colour = ToOne("colour.Colour", colour_by("cable__type__fibre_scheme", "number_in_tube"))
    occupancy = strand_occupancy()


class Tube(Concept):
    """A buffer tube of a cable."""

    class Meta:
        model = models.Tube
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("Tube", "pk")
    cable = ToOne("cable.Cable")
    number = Column(graphene.Int, required=True)
    colour = ToOne("colour.Colour", colour_by("cable__type__tube_scheme", "number"))
    strands = ToMany("cable.Strand", "tube_id", order=("number", "pk"))


def _from_number(arguments: Mapping[str, Any]) -> Q:
    least = arguments["from_number"]
    return Q() if least is None else Q(number__gte=least)


class Cable(Concept):
    """A cable from end to end; both ends and the route may be unknown."""

    class Meta:
        model = models.Cable
        interfaces = (Node, Asset)

    id = id_column("Cable")
    type = ToOne("cable_type.CableType", required=True)
    fibre_count = Column(graphene.Int, required=True)
    start_site = ToOne("site.Site")
    end_site = ToOne("site.Site")
    route_quality = Column(enum_of(RouteQuality), required=True)
    sheath_start_m = Column(graphene.Float)
    sheath_end_m = Column(graphene.Float)
    stated_length_m = Column(graphene.Float)
    length_m = way.length("cable_sections__cable", "cable_sections__slack_m")
    geometry = way.geometry("cable_sections__cable")
    documents = documents_of("cable")
    sections = ToMany("cable_section.CableSection", "cable_id", order=("rank", "pk"))
    sections_connection = NestedConnection(
        "cable_section.CableSection",
        "cable_id",
        order="rank",
        description="All its sections in pages, along its way.",
    )
    strands_connection = NestedConnection(
        "cable.Strand", "cable_id", order="number", description="All its fibres in pages."
    )
    tubes = ToMany("cable.Tube", "cable_id", order=("number", "pk"))
    strands = ToMany(
        "cable.Strand",
        "cable_id",
        order=("number", "pk"),
        where=_from_number,
        from_number=graphene.Int(default_value=1),
    )


CABLE_FACTS: Table = {
    **ASSET_FACTS,
    "type": Ref("cable_type.CableType"),
    "start_site": Ref("site.Site"),
    "end_site": Ref("site.Site"),
    "route_quality": enum_of(RouteQuality),
    "sheath_start_m": graphene.Float,
    "sheath_end_m": graphene.Float,
    "stated_length_m": graphene.Float,
}


def _reroute(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"cable": service.reroute(cable=facts.pop("id"), by=by, **facts)}


class CableMutations:
    create_cable, create_cables = edits.create(
        "cable.Cable", {**CABLE_FACTS, "path": Path()}, service.create, ("code", "owner", "type")
    )
    change_cable, change_cables = edits.change("cable.Cable", CABLE_FACTS, service.change)
    remove_cable, remove_cables = edits.remove("cable.Cable", service.remove)
    delete_cable, delete_cables = edits.delete("cable.Cable", service.delete)
    reroute_cable = edits.edit(
        "RerouteCable",
        {"id": Ref("cable.Cable"), "path": Path(), **VERSION, **REASON},
        _reroute,
        {"cable": "cable.Cable"},
        required=("id", "path"),
        description="Lay a cable along another path; its strands, and claims on them, stay.",
    )


class CableQueries:
    cables = ConnectionField(Cable, filterset=CableFilter, orders=AssetOrder)
