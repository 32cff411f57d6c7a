"""The checklist of a request: what has to be there, and what the desk found of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gis.refusals import NotFound
from registry_api.at_desk import case_at_desk
from registry_api.enums import enum_of
from registry_api.inputs import Parts, Table
from reservations.models import AccessRequest, Answer, ChecklistItem
from reservations.services.checklist import Answers, Checked, checklist


class ChecklistEntry(graphene.ObjectType):
    """An item of the list in force when the request came, with what was found of it."""

    code = graphene.String(required=True)
    name = graphene.String(required=True, description="In German.")
    name_en = graphene.String(required=True, description="Empty where nobody gave one.")
    required = graphene.Boolean(
        required=True, description="Whether no request is complete without it."
    )
    answer = graphene.Field(enum_of(Answer), description="Null: nobody looked yet.")

    @staticmethod
    def resolve_code(one: Checked, _info: GraphQLResolveInfo) -> str:
        return one.item.code

    @staticmethod
    def resolve_name(one: Checked, _info: GraphQLResolveInfo) -> str:
        return one.item.name

    @staticmethod
    def resolve_name_en(one: Checked, _info: GraphQLResolveInfo) -> str:
        return one.item.name_en

    @staticmethod
    def resolve_required(one: Checked, _info: GraphQLResolveInfo) -> bool:
        return one.item.required


_ANSWER: Table = {"item": graphene.String, "answer": enum_of(Answer)}
ANSWERS: Table = {"answers": Parts("AnswerFacts", _ANSWER, tuple(_ANSWER))}


def answers_of(case: AccessRequest, given: Sequence[Mapping[str, Any]] | None) -> Answers:
    """Answers by item of the request's own list; raises NotFound for any other item."""
    if not given:
        return {}
    known = {one.item.code: one.item for one in checklist(case)}
    return {
        _item(known, one["item"], number): Answer(one["answer"]) for number, one in enumerate(given)
    }


def _item(known: Mapping[str, ChecklistItem], code: str, number: int) -> ChecklistItem:
    if code not in known:
        raise NotFound(f"answers.{number}.item")
    return known[code]


class ChecklistQueries:
    checklist = graphene.List(
        graphene.NonNull(ChecklistEntry),
        required=True,
        request=graphene.ID(required=True, description="Id or number."),
        description="For the desk: what a request of its kind needs, and what was found.",
    )

    @staticmethod
    def resolve_checklist(_root: Any, info: GraphQLResolveInfo, request: str) -> list[Checked]:
        return checklist(case_at_desk(info.context.viewer, request))
