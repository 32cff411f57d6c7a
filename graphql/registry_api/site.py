"""Sites: points of the network."""

from __future__ import annotations

import graphene

from assets import models
from assets.filters import SiteFilter
from assets.models.site import Accuracy, Power, SiteKind
from assets.services import site as service
from registry_api import edits
from registry_api.asset import ASSET_FACTS, Asset
from registry_api.connections import AssetOrder, ConnectionField
from registry_api.document import documents_of
from registry_api.enums import enum_of
from registry_api.geometry import geometry_column
from registry_api.inputs import PointGeometry, Ref, Table
from registry_api.nested_connection import NestedConnection
from registry_api.nodes import Node, id_column
from registry_api.plan import Column, Concept, ToMany, ToOne


class Site(Concept):
    """Where lines end, where one may open, splice, enter or mount."""

    class Meta:
        model = models.Site
        interfaces = (Node, Asset)

    id = id_column("Site")
    kind = Column(enum_of(SiteKind), required=True)
    geometry = geometry_column(required=True)
    can_open = Column(graphene.Boolean, required=True)
    power = Column(enum_of(Power), required=True)
    address = ToOne("address.Address")
    depth_cm = Column(graphene.Int)
    ground_height_m = Column(graphene.Float)
    accuracy = Column(enum_of(Accuracy), required=True)
    segments = ToMany("segment.Segment", ("start_site_id", "end_site_id"), order=("code", "pk"))
    ducts = ToMany(
        "duct.Duct",
        ("start_site_id", "end_site_id"),
        order=("code", "pk"),
        description="Ducts that end here.",
    )
    cables = ToMany(
        "cable.Cable",
        ("start_site_id", "end_site_id"),
        order=("code", "pk"),
        description="Cables that end here.",
    )
    ducts_connection = NestedConnection(
        "duct.Duct", ("start_site_id", "end_site_id"), description="Ducts that end here, in pages."
    )
    cables_connection = NestedConnection(
        "cable.Cable",
        ("start_site_id", "end_site_id"),
        description="Cables that end here, in pages.",
    )
    gateways = ToMany("gateway.Gateway", "site_id", order=("code", "pk"))
    documents = documents_of("site")
    duct_joints = ToMany(
        "duct_joint.DuctJoint", "site_id", order=("pk",), description="Couplers here."
    )


SITE_FACTS: Table = {
    **ASSET_FACTS,
    "kind": enum_of(SiteKind),
    "geometry": PointGeometry(),
    "can_open": graphene.Boolean,
    "power": enum_of(Power),
    "address": Ref("address.Address"),
    "depth_cm": graphene.Int,
    "ground_height_m": graphene.Float,
    "accuracy": enum_of(Accuracy),
}


class SiteMutations:
    create_site, create_sites = edits.create(
        "site.Site", SITE_FACTS, service.create, ("code", "owner", "kind", "geometry")
    )
    change_site, change_sites = edits.change("site.Site", SITE_FACTS, service.change)
    remove_site, remove_sites = edits.remove("site.Site", service.remove)
    delete_site, delete_sites = edits.delete("site.Site", service.delete)


class SiteQueries:
    sites = ConnectionField(Site, filterset=SiteFilter, orders=AssetOrder)
