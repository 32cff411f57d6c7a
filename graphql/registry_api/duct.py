"""Ducts: uncut pieces of tube, bundle or protection duct."""

from __future__ import annotations

from typing import Any

import graphene

from accounts.models import User
from assets import models
from assets.filters import DuctFilter
from assets.models.duct import CommercialAvailability
from assets.services import duct as service
from registry_api import edits, way
from registry_api.asset import ASSET_FACTS, Asset
from registry_api.colour import colour_by
from registry_api.connections import AssetOrder, ConnectionField
from registry_api.document import documents_of
from registry_api.enums import enum_of
from registry_api.inputs import REASON, VERSION, Path, Ref, Table
from registry_api.nested_connection import NestedConnection
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
    documents = documents_of("duct")
    sections = ToMany("duct_section.DuctSection", "duct_id", order=("rank", "pk"))
    sections_connection = NestedConnection(
        "duct_section.DuctSection",
        "duct_id",
        order="rank",
        description="All its sections in pages, along its way.",
    )
    tubes = ToMany(
        "duct.Duct", "bundle_id", order=("number", "pk"), description="Tubes made in this bundle."
    )


DUCT_FACTS: Table = {
    **ASSET_FACTS,
    "type": Ref("duct_type.DuctType"),
    "number": graphene.Int,
    "commercial_availability": enum_of(CommercialAvailability),
}
_TUBES: Table = {"with_tubes": graphene.Boolean}


def _lay(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"duct": service.lay(by=by, **facts)}


def _cut(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    first, second = service.cut(duct=facts.pop("id"), by=by, **facts)
    return {"duct": first, "new_duct": second}


def _reroute(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"duct": service.reroute(duct=facts.pop("id"), by=by, **facts)}


class DuctMutations:
    lay_duct, lay_ducts = edits.pair(
        "LayDuct",
        {
            **DUCT_FACTS,
            "path": Path(),
            "start_site": Ref("site.Site"),
            "bundle": Ref("duct.Duct"),
        },
        _lay,
        {"duct": "duct.Duct"},
        required=("code", "owner", "type", "path"),
        description="Lay a duct along segments; a bundle brings its tubes with it.",
    )
    change_duct, change_ducts = edits.change("duct.Duct", DUCT_FACTS, service.change)
    remove_duct, remove_ducts = edits.remove("duct.Duct", service.remove, _TUBES)
    delete_duct, delete_ducts = edits.delete("duct.Duct", service.delete, _TUBES)
    cut_duct = edits.edit(
        "CutDuct",
        {
            "id": Ref("duct.Duct"),
            "site": Ref("site.Site"),
            "coupled": graphene.Boolean,
            "code": graphene.String,
            **_TUBES,
            **VERSION,
            **REASON,
        },
        _cut,
        {"duct": "duct.Duct", "new_duct": "duct.Duct"},
        required=("id", "site"),
        description="Cut a duct at a site it passes; `coupled` joins both ends there again. "
        "Claims are kept.",
    )
    reroute_duct = edits.edit(
        "RerouteDuct",
        {
            "id": Ref("duct.Duct"),
            "from_site": Ref("site.Site"),
            "to_site": Ref("site.Site"),
            "path": Path(),
            **VERSION,
            **REASON,
        },
        _reroute,
        {"duct": "duct.Duct"},
        required=("id", "from_site", "to_site", "path"),
        description="Give a duct another path between two of its sites; what lies in it follows.",
    )


class DuctQueries:
    ducts = ConnectionField(Duct, filterset=DuctFilter, orders=AssetOrder)
