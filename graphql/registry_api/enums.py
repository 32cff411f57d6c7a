"""GraphQL enums of the choices that the models offer, each made once."""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import Any

import graphene
from django.db.models import Choices
from django.utils import translation


@cache
def enum_of(choices: type[Choices]) -> type[graphene.Enum]:
    """The GraphQL enum with the name and the members of a model's choices."""
    return graphene.Enum.from_enum(choices, description=_describe)


def _describe(member: Any) -> str | None:
    """English whatever the language of the process: the contract must not depend on it."""
    if not isinstance(member, Enum):
        return None
    with translation.override("en"):
        return str(member.label)  # type: ignore[attr-defined]


@cache
def plain_enum(members: type[Enum]) -> type[graphene.Enum]:
    """The GraphQL enum of an enumeration without labels."""
    return graphene.Enum.from_enum(members, description=lambda _member: None)
