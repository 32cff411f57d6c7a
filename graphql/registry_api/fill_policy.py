"""How full a duct may be made."""

from __future__ import annotations

import graphene

from assets.models.duct_type import DuctKind
from network import models
from registry_api.connections import ConnectionField
from registry_api.enums import enum_of
from registry_api.inputs import Table
from registry_api.nodes import Node, id_column
from registry_api.period import OpenPeriod, Period, period_of
from registry_api.plan import Catalogue, Column
from registry_api.records import kept


class FillPolicy(Catalogue):
    """Bounds Σd²/D² for a kind of duct: d outer diameters of what lies in it, D its inner one."""

    class Meta:
        model = models.FillPolicy
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("FillPolicy", "pk")
    code = Column(graphene.String, required=True)
    name = Column(graphene.String, required=True)
    duct_kind = Column(enum_of(DuctKind), required=True)
    max_ratio = Column(graphene.Float, required=True)
    valid = Column(Period, convert=period_of, required=True)
    source = Column(graphene.String, required=True)
    version = Column(graphene.Int, required=True, description="Send it back with a change.")


FILL_POLICY_FACTS: Table = {
    "code": graphene.String,
    "name": graphene.String,
    "duct_kind": enum_of(DuctKind),
    "max_ratio": graphene.Float,
    "valid": OpenPeriod(),
    "source": graphene.String,
}


class FillPolicyMutations:
    (
        (create_fill_policy, create_fill_policies),
        (change_fill_policy, change_fill_policies),
        (delete_fill_policy, delete_fill_policies),
    ) = kept("fill_policy.FillPolicy", FILL_POLICY_FACTS, tuple(FILL_POLICY_FACTS))


class FillPolicyQueries:
    fill_policies = ConnectionField(FillPolicy)
