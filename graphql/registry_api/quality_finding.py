"""Findings of data quality: what rules have to say about the plant."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import BigIntegerField, Case, F, When

from accounts.models import User
from quality import models
from quality.filters import FindingFilter
from quality.models import FindingState
from quality.rules import ALL, QualityRule, Severity
from quality.services import finding as service
from registry_api import edits
from registry_api.connections import NEWEST, ConnectionField
from registry_api.enums import enum_of
from registry_api.geometry import geometry_column
from registry_api.inputs import VERSION, Ref, Table
from registry_api.nodes import Node, id_column
from registry_api.plan import Column, Concept, ToOne


def _other(concept: str) -> Case:
    """The key of the other object, where the rule is about two and the other is of this concept."""
    rules = [rule.code for rule in ALL if rule.other == concept]
    return Case(When(rule__in=rules, then=F("other_id")), output_field=BigIntegerField())


_SEVERITIES = {rule.code: rule.severity for rule in ALL}


class QualityFinding(Concept):
    """What a rule found at one object, until it is solved or accepted."""

    class Meta:
        model = models.Finding
        interfaces = (Node,)

    id = id_column("QualityFinding")
    rule = Column(enum_of(QualityRule), required=True)
    severity = Column(
        enum_of(Severity), "rule", convert=lambda code: _SEVERITIES[code], required=True
    )
    state = Column(enum_of(FindingState), required=True)
    site = ToOne("site.Site")
    segment = ToOne("segment.Segment")
    duct = ToOne("duct.Duct")
    cable = ToOne("cable.Cable")
    gateway = ToOne("gateway.Gateway")
    other_site = ToOne("site.Site", _other("site"))
    other_segment = ToOne("segment.Segment", _other("segment"))
    other_duct = ToOne("duct.Duct", _other("duct"))
    other_gateway = ToOne("gateway.Gateway", _other("gateway"))
    measured = Column(graphene.Float)
    allowed = Column(graphene.Float)
    geometry = geometry_column(description="A point to look at; null where none is known.")
    first_seen_at = Column(graphene.DateTime, required=True)
    last_seen_at = Column(graphene.DateTime, required=True)
    solved_at = Column(graphene.DateTime)
    accepted_at = Column(graphene.DateTime)
    acceptance = Column(graphene.String, required=True)
    version = Column(graphene.Int, required=True, description="Send it back with a change.")


_ID: Table = {"id": Ref("quality_finding.QualityFinding"), **VERSION}


def _accept(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"quality_finding": service.accept(finding=facts.pop("id"), by=by, **facts)}


def _reopen(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"quality_finding": service.reopen(finding=facts.pop("id"), by=by, **facts)}


class QualityFindingMutations:
    accept_quality_finding, accept_quality_findings = edits.pair(
        "AcceptQualityFinding",
        {**_ID, "acceptance": graphene.String},
        _accept,
        {"quality_finding": "quality_finding.QualityFinding"},
        required=("id", "acceptance"),
        description="Let an open finding stand; `acceptance` says why.",
    )
    reopen_quality_finding, reopen_quality_findings = edits.pair(
        "ReopenQualityFinding",
        _ID,
        _reopen,
        {"quality_finding": "quality_finding.QualityFinding"},
        required=("id",),
        description="Take the acceptance of a finding back.",
    )


class QualityFindingQueries:
    quality_findings = ConnectionField(
        QualityFinding,
        filterset=FindingFilter,
        ordering=NEWEST,
        description="Of the objects you may see, for those who keep the plant; newest first.",
    )
