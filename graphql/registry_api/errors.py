"""Typed errors: every error a client meets has a stable `code`, a `field` and a sentence."""

from __future__ import annotations

import logging
from typing import Any

import graphene
from django.db import DatabaseError, OperationalError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from graphql import GraphQLError

from gis.refusals import Refusal
from registry_api import wrong_variables

logger = logging.getLogger(__name__)

LONGEST_MESSAGE = 1_000
"""Sentences of graphql-core repeat what they complain about."""

TOO_SLOW = "57014"
"""PostgreSQL's query_canceled: the statement ran into its time limit."""

AFTER_A_FAULT = "25P02"
"""PostgreSQL reads nothing more in a transaction in which a statement failed."""


class Problem(graphene.ObjectType):
    """Why a mutation was refused. `code` is stable, `message` is for people."""

    code = graphene.String(required=True)
    field = graphene.String(description="Path of the input it concerns, where it concerns one.")
    message = graphene.String(required=True)
    details = graphene.Field(
        lambda: Details, description="Plain facts, such as what is in the way."
    )


class Details(graphene.Scalar):
    """A JSON object with further facts about an error."""

    @staticmethod
    def serialize(value: Any) -> Any:
        return value


def bad_input(field: str, allowed: str) -> Refusal:
    """The refusal of a value outside its limits, which `allowed` names."""
    message = _("This value must be within %(allowed)s.") % {"allowed": allowed}
    return Refusal("BAD_INPUT", message, field)


def problem(refusal: Refusal) -> Problem:
    """A refusal as part of a mutation's payload."""
    return Problem(
        code=refusal.code,
        field=camel_path(refusal.field),
        message=str(refusal),
        details=plain(refusal.details) or None,
    )


def formatted(error: GraphQLError, request_id: str) -> dict[str, Any]:
    """The error as it leaves the server; never with anything internal."""
    answer: dict[str, Any] = {"message": ""}
    if error.locations:
        answer["locations"] = [{"line": at.line, "column": at.column} for at in error.locations]
    if error.path:
        answer["path"] = error.path
    extensions = _extensions(error, request_id)
    return {**answer, "message": extensions["message"], "extensions": extensions}


def _extensions(error: GraphQLError, request_id: str) -> dict[str, Any]:
    cause = error.original_error
    if isinstance(cause, Refusal):
        return _typed(cause.code, str(cause), cause.field, plain(cause.details))
    if "code" in error.extensions:
        return _typed(error.extensions["code"], error.message)
    if cause is None or isinstance(cause, GraphQLError):
        return _typed("GRAPHQL_INVALID", wrong_variables.worded(error.message))
    if isinstance(cause, OperationalError) and _state(cause) == TOO_SLOW:
        return _typed("TIMEOUT", _("This took too long. Ask for less at a time."))
    if isinstance(cause, DatabaseError) and _state(cause) == AFTER_A_FAULT:
        return _typed("NOT_READ", _("Not read, because another part of the request failed."))
    return _unexpected(cause, request_id)


def internal(fault: Exception, request_id: str) -> tuple[dict[str, Any], int]:
    """Answer and status when something failed outside the resolvers: INTERNAL, or TIMEOUT."""
    extensions = _extensions(GraphQLError("", original_error=fault), request_id)
    status = 503 if extensions["code"] == "TIMEOUT" else 500
    return {"errors": [{"message": extensions["message"], "extensions": extensions}]}, status


def _unexpected(fault: Exception, request_id: str) -> dict[str, Any]:
    """The details go into the log under the request's id, never to the client."""
    logger.error("request %s failed", request_id, exc_info=fault)
    message = _("Something went wrong here. Please name %(id)s when you report it.")
    return _typed("INTERNAL", message % {"id": request_id})


def _typed(
    code: str, message: str | Promise, field: str | None = None, details: dict | None = None
) -> dict[str, Any]:
    typed = {"code": code, "field": camel_path(field), "message": str(message)[:LONGEST_MESSAGE]}
    return {**typed, "details": details} if details else typed


def camel_path(field: str | None) -> str | None:
    """snake_case of Python as the camelCase that clients sent."""
    if field is None:
        return None
    return ".".join(_camel(_PUBLIC.get(part, part)) for part in field.split("."))


_PUBLIC = {"geom": "geometry"}
"""What is called otherwise inside."""


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def plain(value: Any) -> Any:
    """Facts of a refusal with nothing in them but JSON."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items() if key != "constraint"}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def _state(error: DatabaseError) -> str:
    return getattr(error.__cause__, "pgcode", None) or ""
