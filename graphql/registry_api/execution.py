"""Runs one request: limits, validation, execution, and errors with a type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationType,
    SelectionSetNode,
    execute_sync,
    get_operation_ast,
)

from gis.refusals import Refusal
from registry_api import documents
from registry_api.context import Context
from registry_api.errors import formatted

OPEN_FIELDS = {"viewer", "__schema", "__type", "__typename"}
"""What may be asked without a login."""

STATUS = {"METHOD": 405, "UNAUTHENTICATED": 401}


def run(
    schema: Any,
    context: Context,
    query: str,
    variables: Mapping[str, Any] | None,
    operation: str | None,
    *,
    read_only: bool,
) -> tuple[dict[str, Any], int]:
    """The answer as plain data, and the HTTP status.

    `read_only` refuses mutations, for requests that a browser might be led to send.
    """
    try:
        document, faults = documents.checked(schema, query)
        if faults:
            return failed(faults, context), 400
        _refuse_wrong_method(document, operation, read_only)
        _refuse_strangers(document, operation, context)
    except Refusal as refusal:
        return refused(refusal, context), STATUS.get(refusal.code, 400)
    # The synchronous form spares a look at every value whether it could be awaited.
    result = execute_sync(
        schema,
        document,
        context_value=context,
        variable_values=dict(variables or {}),
        operation_name=operation,
    )
    answer: dict[str, Any] = {}
    if result.errors:
        answer["errors"] = [formatted(error, context.request_id) for error in result.errors]
    if result.data is None and result.errors and not result.errors[0].path:
        return answer, 400  # the variables or the operation's name were wrong: nothing ran
    answer["data"] = result.data
    return answer, 200


def refused(refusal: Refusal, context: Context) -> dict[str, Any]:
    """A request that is refused as a whole."""
    return failed([GraphQLError(str(refusal), original_error=refusal)], context)


def failed(errors: list[GraphQLError], context: Context) -> dict[str, Any]:
    """The answer to a request of which nothing ran."""
    return {"errors": [formatted(error, context.request_id) for error in errors]}


def _refuse_strangers(document: DocumentNode, operation: str | None, context: Context) -> None:
    """Without a login only the schema and `viewer` may be asked."""
    if context.viewer.is_authenticated:
        return
    node = get_operation_ast(document, operation)
    fragments = {
        found.name.value: found
        for found in document.definitions
        if isinstance(found, FragmentDefinitionNode)
    }
    if node is not None and not _root_fields(node.selection_set, fragments) <= OPEN_FIELDS:
        message = _("Please log in or send a bearer token.")
        raise Refusal("UNAUTHENTICATED", message)


def _root_fields(
    selections: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode]
) -> set[str]:
    """Names of the fields at the top, those in fragments included."""
    names: set[str] = set()
    for node in selections.selections:
        if isinstance(node, FieldNode):
            names.add(node.name.value)
        elif isinstance(node, FragmentSpreadNode):
            names |= _root_fields(fragments[node.name.value].selection_set, fragments)
        elif isinstance(node, InlineFragmentNode):
            names |= _root_fields(node.selection_set, fragments)
    return names


def _refuse_wrong_method(document: DocumentNode, operation: str | None, read_only: bool) -> None:
    node = get_operation_ast(document, operation)
    if node is not None and read_only and node.operation is not OperationType.QUERY:
        raise Refusal("METHOD", _("Mutations must be sent with POST."))
