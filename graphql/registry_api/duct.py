"""Ducts: uncut pieces of tube, bundle or protection duct."""

from __future__ import annotations

import graphene

from assets import models
from assets.filters import DuctFilter
from assets.models.duct import CommercialAvailability
from registry_api import way
from registry_api.asset import Asset
from registry_api.colour import colour_by
from registry_api.connections import AssetOrder, ConnectionField
from registry_api.enums import enum_of
from registry_api.nodes import Node, id_column
from registry_api.plan import Column, Concept, ToMany, ToOne


class Duct(Concept):
    """One uncut piece from site to site; cutting it makes two."""

    class Meta:
        model = models.Duct
        interfaces = (Node, Asset)

    id = id_column("Duct")
    type = ToOne("duct_type.DuctType", required=True)
    start_site = ToOne("site.Site")
    end_site = ToOne("site.Site")
    bundle = ToOne("duct.Duct", description="The bundle in which it was made.")
    number = Column(graphene.Int, description="Number of the tube in its bundle.")
    colour = ToOne("colour.Colour", colour_by("bundle__type__colour_scheme", "number"))
    commercial_availability = Column(enum_of(CommercialAvailability), required=True)
    length_m = way.length("duct_sections__duct")
    geometry = way.geometry("duct_sections__duct")
    sections = ToMany("duct_section.DuctSection", "duct_id", order=("rank", "pk"))
    tubes = ToMany(
        "duct.Duct", "bundle_id", order=("number", "pk"), description="Tubes made in this bundle."
    )


class DuctQueries:
    ducts = ConnectionField(Duct, filterset=DuctFilter, orders=AssetOrder)
