"""Couplers that join two duct ends at a site."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Capability
from accounts.viewer import Viewer
from assets.models import Duct
from network import models
from network.models.duct_joint import End
from network.services import duct_joint as service
from registry_api import edits
from registry_api.enums import enum_of
from registry_api.inputs import Ref
from registry_api.nodes import Node, id_column, to_global_id
from registry_api.plan import Column, Concept, ToMany, ToOne


class DuctJointEnd(Concept):
    """One of the two joined ends."""

    class Meta:
        model = models.DuctJointEnd
        identifier = "pk"

    duct = ToOne("duct.Duct")
    end = Column(enum_of(End), required=True)

    @classmethod
    def visible(cls, viewer: Viewer) -> QuerySet[Any]:
        if viewer.can(Capability.SEE_EXACT_PLANT):
            return models.DuctJointEnd.objects.all()
        return models.DuctJointEnd.objects.filter(
            joint__in=models.DuctJoint.objects.visible_to(viewer),
            duct__in=Duct.objects.visible_to(viewer),
        )


class DuctJoint(Concept):
    """Two duct ends joined at a site."""

    class Meta:
        model = models.DuctJoint
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("DuctJoint", "pk")
    site = ToOne("site.Site")
    ends = ToMany("duct_joint.DuctJointEnd", "joint_id", order=("side", "pk"))


def _couple(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"joint": service.couple(by=by, **facts)}


def _uncouple(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    joint = facts.pop("id")
    number = joint.pk
    service.uncouple(joint=joint, by=by, **facts)
    return {"deleted_id": to_global_id("DuctJoint", number)}


class DuctJointMutations:
    couple_ducts, couple_many_ducts = edits.pair(
        "CoupleDucts",
        {
            "first": Ref("duct.Duct"),
            "second": Ref("duct.Duct"),
            "site": Ref("site.Site"),
        },
        _couple,
        {"joint": "duct_joint.DuctJoint"},
        required=("first", "second", "site"),
        description="Join the ends of two ducts at a site.",
        many="CoupleManyDucts",
    )
    uncouple_ducts, uncouple_many_ducts = edits.pair(
        "UncoupleDucts",
        {"id": Ref("duct_joint.DuctJoint")},
        _uncouple,
        {"deleted_id": ""},
        required=("id",),
        description="Part two joined duct ends.",
        many="UncoupleManyDucts",
    )
