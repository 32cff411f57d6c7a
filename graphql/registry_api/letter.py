"""Letters on a request and its package of information, by the addresses to read them from."""

from __future__ import annotations

from typing import Any

import graphene
from django.urls import reverse
from graphql import GraphQLResolveInfo

from registry_api.enums import enum_of
from registry_api.nodes import find
from registry_api.plan.fields import concept_called
from reservations.models import LetterKind
from reservations.services import information, letter


class CaseLetter(graphene.ObjectType):
    """A letter of the city, in German."""

    kind = graphene.Field(enum_of(LetterKind), required=True)
    day = graphene.Date(required=True, description="Its date.")
    is_draft = graphene.Boolean(
        required=True, description="Not signed yet; told to those who decide only."
    )
    url = graphene.String(
        required=True,
        description="Path on this server of the PDF, to be read with the same account or token.",
    )


class InformationFile(graphene.ObjectType):
    """The minimum information package (location, type, use, contact), marked with its recipient."""

    format = graphene.String(required=True, description="`pdf` or `gpkg`.")
    url = graphene.String(
        required=True,
        description="Path on this server, to be read with the same account or token; each "
        "reading is noted.",
    )


_REQUEST = graphene.ID(required=True, description="Id or number.")


class LetterQueries:
    letters = graphene.List(
        graphene.NonNull(CaseLetter),
        required=True,
        request=_REQUEST,
        description="The letters on a request that you may open now.",
    )
    information_files = graphene.List(
        graphene.NonNull(InformationFile),
        required=True,
        request=_REQUEST,
        description="What is told of the plant once a request is granted; none before.",
    )

    @staticmethod
    def resolve_letters(_root: Any, info: GraphQLResolveInfo, request: str) -> list[dict[str, Any]]:
        case = _case(info, request)
        return [
            {
                "kind": one.kind,
                "day": one.day,
                "is_draft": not one.is_final,
                "url": reverse(f"case-{one.kind}", args=[case.public_id]),
            }
            for one in letter.listed(case, info.context.viewer)
        ]

    @staticmethod
    def resolve_information_files(
        _root: Any, info: GraphQLResolveInfo, request: str
    ) -> list[dict[str, str]]:
        case = _case(info, request)
        if not information.is_available(case, info.context.viewer):
            return []
        return [
            {"format": form, "url": reverse(f"case-information-{form}", args=[case.public_id])}
            for form in information.FORMATS
        ]


def _case(info: GraphQLResolveInfo, request: str) -> Any:
    concept = concept_called("access_request.AccessRequest")
    return find(concept, info.context.viewer, request, "request")
