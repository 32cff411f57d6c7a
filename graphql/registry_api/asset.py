"""What every asset shows."""

from __future__ import annotations

import graphene

from accounts.roles import Capability
from assets.models.asset import LifeCycle, Provenance, PublicationClass
from registry_api.enums import enum_of
from registry_api.inputs import Ref, Table
from registry_api.plan import Column, ToOne

ASSET_FACTS: Table = {
    "code": graphene.String,
    "name": graphene.String,
    "owner": Ref("organisation.Organisation"),
    "operator": Ref("organisation.Organisation"),
    "used_by": Ref("organisation.Organisation"),
    "life_cycle": enum_of(LifeCycle),
    "valid_from": graphene.Date,
    "valid_to": graphene.Date,
    "publication": enum_of(PublicationClass),
    "provenance": enum_of(Provenance),
    "source_system": graphene.String,
    "source_id": graphene.String,
    "project": Ref("project.Project"),
    "remarks": graphene.String,
}
"""What may be said about every asset when it is made or changed."""


class Asset(graphene.Interface):
    """Something one can touch: a site, segment, duct, cable or gateway."""

    code = Column(graphene.String, required=True)
    name = Column(graphene.String, required=True)
    owner = ToOne("organisation.Organisation", description="Null where you may not see who it is.")
    operator = ToOne("organisation.Organisation")
    used_by = ToOne("organisation.Organisation")
    life_cycle = Column(enum_of(LifeCycle), required=True)
    valid_from = Column(graphene.Date)
    valid_to = Column(graphene.Date, description="First day on which it is gone.")
    publication = Column(enum_of(PublicationClass), required=True)
    provenance = Column(enum_of(Provenance), required=True)
    source_system = Column(graphene.String, required=True)
    source_id = Column(graphene.String, required=True)
    project = ToOne("project.Project")
    remarks = Column(graphene.String, required=True, needs=Capability.SEE_EXACT_PLANT)
    version = Column(graphene.Int, required=True, description="Send it back with a change.")
    created_at = Column(graphene.DateTime, required=True)
    updated_at = Column(graphene.DateTime, required=True)
