"""The schema: all concepts put together."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from registry_api.access_request import AccessRequest, AccessRequestQueries
from registry_api.address import Address, AddressMutations, AddressQueries
from registry_api.api_client import ApiClient, ApiClientMutations, ApiClientQueries
from registry_api.area_contents import AreaQueries
from registry_api.as_built import AsBuiltMutations
from registry_api.cable import Cable, CableMutations, CableQueries, Strand, Tube
from registry_api.cable_section import CableSection
from registry_api.cable_type import CableType, CableTypeMutations, CableTypeQueries
from registry_api.case_message import CaseMessage, CaseMessageMutations
from registry_api.change import ChangeQueries
from registry_api.checklist import ChecklistQueries
from registry_api.city_reserve import CityReserveMutations, CityReserveQueries
from registry_api.clock_rule import ClockRule, ClockRuleQueries
from registry_api.colour import Colour, ColourScheme, ColourSchemeMutations, ColourSchemeQueries
from registry_api.competing import CompetingQueries
from registry_api.corridor_cell import CorridorQueries
from registry_api.damage import Damage, DamageMutations, DamageQueries
from registry_api.deadline import Deadline, DeadlineQueries
from registry_api.decision import Decision, DecisionMutations
from registry_api.descriptions import describe
from registry_api.dispute import DisputeMutations
from registry_api.duct import Duct, DuctMutations, DuctQueries
from registry_api.duct_joint import DuctJoint, DuctJointMutations
from registry_api.duct_section import DuctSection
from registry_api.duct_type import DuctType, DuctTypeMutations, DuctTypeQueries
from registry_api.fill_policy import FillPolicy, FillPolicyMutations, FillPolicyQueries
from registry_api.frequency_plan import (
    FrequencyPlan,
    FrequencyPlanMutations,
    FrequencyPlanQueries,
)
from registry_api.fulfilled_duty import FulfilledDutyMutations
from registry_api.gateway import Gateway, GatewayMutations, GatewayQueries
from registry_api.gateway_capacity import GatewayCapacityQueries
from registry_api.letter import LetterQueries
from registry_api.nodes import Node, NodeLookup
from registry_api.notice import Notice, NoticeMutations, NoticeQueries
from registry_api.offer import OfferMutations
from registry_api.organisation import Organisation, OrganisationQueries
from registry_api.partial_return import PartialReturnMutations
from registry_api.period_extension import PeriodExtensionMutations
from registry_api.project import Project, ProjectMutations, ProjectQueries
from registry_api.quality_finding import (
    QualityFinding,
    QualityFindingMutations,
    QualityFindingQueries,
)
from registry_api.refusal_ground import RefusalGround, RefusalGroundQueries
from registry_api.reservation import Reservation, ReservationQueries
from registry_api.reserve import ReservationMutations
from registry_api.route import RouteQueries
from registry_api.segment import Segment, SegmentMutations, SegmentQueries
from registry_api.site import Site, SiteMutations, SiteQueries
from registry_api.statistics import StatisticsQueries
from registry_api.submit import AccessRequestMutations
from registry_api.tariff import Tariff, TariffQueries
from registry_api.viewer import ViewerQueries
from registry_api.webhook import Webhook, WebhookDelivery, WebhookMutations, WebhookQueries

NODES = (
    AccessRequest,
    Address,
    ApiClient,
    Cable,
    CableSection,
    CableType,
    CaseMessage,
    ClockRule,
    Colour,
    ColourScheme,
    Damage,
    Deadline,
    Decision,
    Duct,
    DuctJoint,
    DuctSection,
    DuctType,
    FillPolicy,
    FrequencyPlan,
    Gateway,
    Notice,
    Organisation,
    Project,
    QualityFinding,
    RefusalGround,
    Reservation,
    Segment,
    Site,
    Strand,
    Tariff,
    Tube,
    Webhook,
    WebhookDelivery,
)
_lookup = NodeLookup({concept._meta.name: concept for concept in NODES})


class Query(
    ViewerQueries,
    SiteQueries,
    SegmentQueries,
    DuctQueries,
    CableQueries,
    GatewayQueries,
    DuctTypeQueries,
    CableTypeQueries,
    ColourSchemeQueries,
    FrequencyPlanQueries,
    FillPolicyQueries,
    DamageQueries,
    ProjectQueries,
    OrganisationQueries,
    ApiClientQueries,
    AddressQueries,
    CorridorQueries,
    RouteQueries,
    GatewayCapacityQueries,
    ReservationQueries,
    AccessRequestQueries,
    DeadlineQueries,
    ClockRuleQueries,
    RefusalGroundQueries,
    TariffQueries,
    AreaQueries,
    ChecklistQueries,
    CityReserveQueries,
    CompetingQueries,
    LetterQueries,
    NoticeQueries,
    StatisticsQueries,
    ChangeQueries,
    QualityFindingQueries,
    WebhookQueries,
    graphene.ObjectType,
):
    """What can be asked. Everything is limited to what you may see."""

    node = graphene.Field(Node, id=graphene.ID(required=True), description="Null if not found.")
    nodes = graphene.List(
        Node,
        required=True,
        ids=graphene.List(graphene.NonNull(graphene.ID), required=True),
        description="In the order of the ids, null for each that is not found; what is no id is an "
        "error at its place.",
    )

    @staticmethod
    def resolve_node(_root: Any, info: GraphQLResolveInfo, id: str) -> Any:
        return _lookup.one(info, id)

    @staticmethod
    def resolve_nodes(_root: Any, info: GraphQLResolveInfo, ids: list[str]) -> list[Any]:
        return _lookup.many(info, ids)


class Mutation(
    SiteMutations,
    SegmentMutations,
    DuctMutations,
    DuctJointMutations,
    CableMutations,
    GatewayMutations,
    DamageMutations,
    ProjectMutations,
    AddressMutations,
    DuctTypeMutations,
    CableTypeMutations,
    ColourSchemeMutations,
    FrequencyPlanMutations,
    FillPolicyMutations,
    ReservationMutations,
    AccessRequestMutations,
    OfferMutations,
    DecisionMutations,
    AsBuiltMutations,
    PartialReturnMutations,
    PeriodExtensionMutations,
    FulfilledDutyMutations,
    DisputeMutations,
    CaseMessageMutations,
    CityReserveMutations,
    NoticeMutations,
    ApiClientMutations,
    QualityFindingMutations,
    WebhookMutations,
    graphene.ObjectType,
):
    """What can be changed. A refused change says why in `errors` and has changed nothing."""


schema = graphene.Schema(query=Query, mutation=Mutation, types=NODES)
describe(schema.graphql_schema)
