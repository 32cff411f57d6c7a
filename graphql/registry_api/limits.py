"""What a document may be: refused before anything runs, so that no query brings the service down.

Limits others use: graphql-armor depth 6, aliases 15, tokens 1,000. Ours fit the deepest of the
documented operations with room to spare.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
)
from graphql.error import GraphQLSyntaxError

from gis.refusals import Refusal

MOST_BYTES = 1_000_000
"""Length of a request's body; geometry of a long line fits."""

MOST_TOKENS = 4_000
DEEPEST = 12
MOST_FIELDS = 1_000
MOST_ALIASES = 30
MOST_ROOT_FIELDS = 20

INTROSPECTION = {"__schema", "__type"}


def parsed(text: str) -> DocumentNode:
    """The document; raises Refusal TOO_LARGE or SYNTAX."""
    try:
        return parse(text, max_tokens=MOST_TOKENS, no_location=False)
    except GraphQLSyntaxError as error:
        if "tokens" in error.message:
            raise _too_large("tokens", MOST_TOKENS) from None
        if "too deeply" in error.message:
            raise _too_large("depth", DEEPEST) from None
        raise Refusal("SYNTAX", error.message) from None
    except RecursionError:
        raise _too_large("depth", DEEPEST) from None


def check(document: DocumentNode) -> None:
    """Refuse documents that are too deep, too wide or full of aliases; fragments are counted out.

    Assumes nothing about validity: a cycle of fragments ends at the depth limit.
    """
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            if len(node.selection_set.selections) > MOST_ROOT_FIELDS:
                raise _too_large("root fields", MOST_ROOT_FIELDS)
            _Meter(fragments).walk(node.selection_set, 1)


class _Meter:
    """Counts one operation, every spread of a fragment anew."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self.fragments = fragments
        self.fields = 0
        self.aliases = 0

    def walk(self, selections: SelectionSetNode, depth: int) -> None:
        """Visit a selection set; `depth` is that of its fields, spreads count as a level, too."""
        if depth > DEEPEST:
            raise _too_large("depth", DEEPEST)
        for node in selections.selections:
            if isinstance(node, FieldNode):
                self._field(node, depth)
            elif isinstance(node, FragmentSpreadNode):
                fragment = self.fragments.get(node.name.value)
                if fragment is not None:
                    self._count_spread()
                    self.walk(fragment.selection_set, depth + 1)
            else:
                self._count_spread()
                self.walk(node.selection_set, depth + 1)  # type: ignore[attr-defined]

    def _count_spread(self) -> None:
        self.fields += 1
        if self.fields > MOST_FIELDS:
            raise _too_large("fields", MOST_FIELDS)

    def _field(self, node: FieldNode, depth: int) -> None:
        self._count_spread()
        self.aliases += node.alias is not None
        if self.aliases > MOST_ALIASES:
            raise _too_large("aliases", MOST_ALIASES)
        # Introspection is deep by nature and its answer is bounded by the schema.
        if node.selection_set is not None:
            start = depth - DEEPEST if node.name.value in INTROSPECTION else depth
            self.walk(node.selection_set, start + 1)


def _too_large(what: str, most: int) -> Refusal:
    message = _("The document goes beyond a limit: at most %(most)d (%(what)s).")
    return Refusal("TOO_LARGE", message % {"most": most, "what": what}, None, limit=most, of=what)
