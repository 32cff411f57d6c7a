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

from accounts.scopes import WRITING, Scope
from accounts.viewer import InsufficientScope
from gis.refusals import Refusal
from registry_api import documents
from registry_api.context import Context
from registry_api.errors import formatted

OPEN_FIELDS = {"viewer", "__schema", "__type", "__typename"}
"""What may be asked without a login."""

STATUS = {"METHOD": 405, "UNAUTHENTICATED": 401, "INSUFFICIENT_SCOPE": 403}


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
        _refuse_unknown_and_unfit(document, operation, context)
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


def _refuse_unknown_and_unfit(
    document: DocumentNode, operation: str | None, context: Context
) -> None:
    """What needs a login or a scope is refused before anything of it runs.

    Without a login only the schema and `viewer` may be asked. Whether a mutation's very own scope
    is there, its service says.
    """
    node = get_operation_ast(document, operation)
    if node is None or (context.viewer.is_authenticated and context.viewer.scopes is None):
        return
    fragments = {
        found.name.value: found
        for found in document.definitions
        if isinstance(found, FragmentDefinitionNode)
    }
    if _root_fields(node.selection_set, fragments) <= OPEN_FIELDS:
        return
    if not context.viewer.is_authenticated:
        message = _("Please log in or send a bearer token.")
        raise Refusal("UNAUTHENTICATED", message)
    _refuse_without_scope(node.operation, context.viewer.scopes or frozenset())


def _refuse_without_scope(operation: OperationType, scopes: frozenset[Scope]) -> None:
    if operation is OperationType.QUERY and Scope.READ not in scopes:
        raise InsufficientScope(Scope.READ)
    if operation is OperationType.MUTATION and not scopes & WRITING:
        raise InsufficientScope(*sorted(WRITING))


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
