"""Execution by graphql-core that counts: objects of the answer, and the time.

The price of an operation counts lists of unstated length at their average. Whoever finds the
longest ones must not get more for it, and circles through them grow with every level.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import DocumentNode, ExecutionContext, ExecutionResult, GraphQLSchema, execute_sync

from gis.refusals import Refusal
from registry_api import limits
from registry_api.context import Context

LOOKS_AT_THE_CLOCK_EVERY = 512


class Enough(BaseException):
    """The answer is too large or took too long.

    No `Exception`, as each of its fields would turn that into an error of its own and go on.
    """

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class _Metered(ExecutionContext):
    """Called once for each object of the answer."""

    def execute_fields(self, parent_type: Any, source: Any, path: Any, fields: Any) -> Any:
        context: Context = self.context_value
        context.objects += 1
        context.values += len(fields)
        if context.objects > limits.OBJECTS.most:
            raise Enough(limits.OBJECTS.refusal())
        if context.values > limits.ANSWERED.most:
            raise Enough(limits.ANSWERED.refusal())
        if context.objects % LOOKS_AT_THE_CLOCK_EVERY == 0 and context.is_late:
            raise Enough(limits.SECONDS.refusal())
        return super().execute_fields(parent_type, source, path, fields)


def execute(
    schema: GraphQLSchema,
    tree: DocumentNode,
    context: Context,
    variables: Mapping[str, Any],
    operation: str | None,
) -> ExecutionResult:
    """The answer of graphql-core; raises Enough."""
    # The synchronous form spares a look at every value whether it could be awaited.
    result = execute_sync(
        schema,
        tree,
        context_value=context,
        variable_values=dict(variables),
        operation_name=operation,
        execution_context_class=_Metered,
    )
    assert isinstance(result, ExecutionResult)
    return result
