"""Runs one request: limits, validation, execution, and errors with a type."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from django.utils.translation import gettext_lazy as _
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    get_operation_ast,
)

from accounts.scopes import WRITING, Scope
from accounts.viewer import InsufficientScope
from gis.refusals import Refusal
from registry_api import documents
from registry_api.compiled import Document, Fault, answered, coerced
from registry_api.context import Context
from registry_api.errors import formatted
from registry_api.metered import Enough, execute
from registry_api.one_moment import one_moment

OPEN_FIELDS = {"viewer", "__schema", "__type", "__typename"}
"""What may be asked without a login."""

OF_THE_PRESENT = {"routes", "corridor", "ductsInArea"}
"""What follows the network in memory, or first brings up to date what it shows: both may be newer
than the moment of a request."""

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
        document = documents.checked(schema, query)
        if document.faults:
            return failed(document.faults, context), 400
        _refuse_wrong_method(document.tree, operation, read_only)
        _refuse_unknown_and_unfit(document.tree, operation, context)
    except Refusal as refusal:
        return refused(refusal, context), STATUS.get(refusal.code, 400)
    return _run(schema, context, document, variables or {}, operation)


def _run(
    schema: GraphQLSchema,
    context: Context,
    document: Document,
    given: Mapping[str, Any],
    operation: str | None,
) -> tuple[dict[str, Any], int]:
    """What can be compiled by one statement, the rest by graphql-core."""
    node = document.operation(operation)
    variables = None if node is None else coerced(schema, node, given)
    variant = None if variables is None else document.variant(schema, operation, variables)
    moment = one_moment if _reads_at_one_moment(document.tree, node) else nullcontext
    found: dict[str, Any] = {}
    try:
        with moment() if variant is None or variant.statements() > 1 else nullcontext():
            if variant is not None and variables is not None:
                found = answered(variant, context, variables)
                if len(found) == len(variant.roots):
                    return {"data": found}, 200
            tree = document.left(variant, found) if variant and found else document.tree
            with moment():  # also where one statement was expected to do, but could not
                answer, status = _executed(schema, context, tree, given, operation)
    except Fault as fault:
        return {**failed([fault.error], context), "data": None}, 200
    except Enough as enough:
        return {**refused(enough.refusal, context), "data": None}, 200
    if found and answer.get("data") is not None:
        answer["data"] = {key: found.get(key) or answer["data"][key] for key in variant.roots}
    return answer, status


def _reads_at_one_moment(tree: DocumentNode, node: OperationDefinitionNode | None) -> bool:
    """Whether a change must not come between the statements of an operation."""
    if node is None or node.operation is not OperationType.QUERY:
        return False
    names = root_fields(tree, node)
    return not names <= OPEN_FIELDS and not names & OF_THE_PRESENT


def _executed(
    schema: GraphQLSchema,
    context: Context,
    tree: DocumentNode,
    variables: Mapping[str, Any],
    operation: str | None,
) -> tuple[dict[str, Any], int]:
    """The answer of graphql-core; raises Enough."""
    result = execute(schema, tree, context, variables, operation)
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
    if root_fields(document, node) <= OPEN_FIELDS:
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


def root_fields(document: DocumentNode, operation: OperationDefinitionNode) -> set[str]:
    """Names of the fields at the top, those in fragments included."""
    fragments = {
        found.name.value: found
        for found in document.definitions
        if isinstance(found, FragmentDefinitionNode)
    }
    return _names(operation.selection_set, fragments)


def _names(
    selections: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode]
) -> set[str]:
    names: set[str] = set()
    for node in selections.selections:
        if isinstance(node, FieldNode):
            names.add(node.name.value)
        elif isinstance(node, FragmentSpreadNode):
            names |= _names(fragments[node.name.value].selection_set, fragments)
        elif isinstance(node, InlineFragmentNode):
            names |= _names(node.selection_set, fragments)
    return names


def _refuse_wrong_method(document: DocumentNode, operation: str | None, read_only: bool) -> None:
    node = get_operation_ast(document, operation)
    if node is not None and read_only and node.operation is not OperationType.QUERY:
        raise Refusal("METHOD", _("Mutations must be sent with POST."))
