"""Reads a document, refuses what is beyond the limits, and validates it; keeps what repeats."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    NameNode,
    Node,
    OperationDefinitionNode,
    SelectionSetNode,
    Visitor,
    parse,
    validate,
    visit,
)
from graphql.error import GraphQLSyntaxError

from gis.refusals import Refusal
from registry_api import limits
from registry_api.compiled import Document
from registry_api.kept import Kept

MOST_ERRORS = 20
MOST_CHARACTERS = 200_000
"""Of all checked documents that are kept; some 100 bytes of memory each."""

INTROSPECTION = {"__schema", "__type"}
_LISTS_OF_TYPES = {"fields", "inputFields", "interfaces", "possibleTypes"}
_LONG_WORD = re.compile(rf"\w{{{limits.NAME.most + 1}}}", re.ASCII)


def checked(schema: Any, text: str) -> Document:
    """The document with what is wrong with it; raises Refusal for one beyond the limits.

    Costs next to nothing for a document that came before: the HTTP layer asks first, before anybody
    is looked up, and the execution again.
    """
    known = kept.get((schema, text))
    if known is not None:
        return known[0]
    tree = parsed(text)
    check(tree)
    document = Document(tree, validate(schema, tree, max_errors=MOST_ERRORS))
    kept.put((schema, text), document, len(text))
    return document


kept: Kept[Document] = Kept(MOST_CHARACTERS)


def parsed(text: str) -> DocumentNode:
    """The document; raises Refusal SYNTAX or one for its size."""
    limits.CHARACTERS.check(len(text))
    try:
        document = parse(text, max_tokens=limits.TOKENS.most)
    except GraphQLSyntaxError as error:
        if "tokens" in error.message:
            raise limits.TOKENS.refusal() from None
        if "too deeply" in error.message:
            raise limits.DEPTH.refusal() from None
        raise Refusal("SYNTAX", error.message) from None
    except RecursionError:
        raise limits.DEPTH.refusal() from None
    if _LONG_WORD.search(text):  # may as well be a text: only then look at each name
        visit(document, _Names())
    return document


def check(document: DocumentNode) -> None:
    """Refuse documents that are too deep, too wide or full of aliases; fragments are counted out.

    Assumes nothing about validity: a cycle of fragments ends at the depth limit.
    """
    limits.DEFINITIONS.check(len(document.definitions))
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    pairs, used = 0, set()
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            limits.ROOT_FIELDS.check(len(node.selection_set.selections))
            limits.VARIABLES.check(len(node.variable_definitions))
            meter = _Meter(fragments, pairs)
            meter.operation(node)
            pairs, used = meter.pairs, used | meter.used
    rest = _Meter(fragments, pairs)
    for node in document.definitions:
        # Validation reads them as well, also those that another of the same name hides.
        if isinstance(node, FragmentDefinitionNode) and id(node) not in used:
            rest.selection(node.selection_set)
    limits.DIRECTIVES.check(
        sum(len(getattr(node, "directives", ())) for node in document.definitions)
    )


class _Names(Visitor):
    """No name is so long that a sentence about it fills a page."""

    def enter_name(self, node: NameNode, *_: object) -> None:
        limits.NAME.check(len(node.value))


class _Meter:
    """Counts one operation, every spread of a fragment anew; pairs are those of the document."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode], pairs: int) -> None:
        self.fragments = fragments
        self.pairs = pairs
        self.used: set[int] = set()
        self.fields = 0
        self.aliases = 0
        self.spreads = 0
        self.directives = 0

    def operation(self, node: OperationDefinitionNode) -> None:
        self._count_directives([node, *node.variable_definitions])
        self.selection(node.selection_set)

    def selection(self, selections: SelectionSetNode) -> None:
        self._walk(selections, 1, None)
        self._compare([selections])

    def _walk(self, selections: SelectionSetNode, depth: int, lists: int | None) -> None:
        """`depth` is that of the selected fields; `lists` are those of types around them, or None
        outside introspection, which is deep by nature, with an answer bounded by the schema.
        """
        (limits.DEPTH if lists is None else limits.INTROSPECTION_DEPTH).check(depth)
        nodes = selections.selections
        self._count_directives(nodes)
        self.fields += len(nodes)
        limits.FIELDS.check(self.fields)
        for node in nodes:
            if isinstance(node, FieldNode):
                self._field(node, depth, lists)
            elif isinstance(node, FragmentSpreadNode):
                self._spread(self.fragments.get(node.name.value), depth, lists)
            else:
                self._spread(node, depth, lists)  # type: ignore[arg-type]

    def _spread(
        self,
        node: FragmentDefinitionNode | InlineFragmentNode | None,
        depth: int,
        lists: int | None,
    ) -> None:
        self.spreads += 1
        limits.SPREADS.check(self.spreads)
        if node is not None:
            self.used.add(id(node))
            self._walk(node.selection_set, depth + 1, lists)

    def _field(self, node: FieldNode, depth: int, lists: int | None) -> None:
        self.aliases += node.alias is not None
        limits.ALIASES.check(self.aliases)
        if node.selection_set is None:
            return
        name = node.name.value
        if name in INTROSPECTION:
            lists = 0
        elif lists is not None and name in _LISTS_OF_TYPES:
            lists += 1
            limits.INTROSPECTION_LISTS.check(lists)
        self._walk(node.selection_set, depth + 1, lists)

    def _compare(self, sets: Iterable[SelectionSetNode]) -> None:
        """Count the pairs of fields that validation will compare: all of one key at one place.

        Whatever it is called on was counted by `_walk` before, so it ends.
        """
        fields: defaultdict[str, list[FieldNode]] = defaultdict(list)
        for one in sets:
            self._collect(one, fields)
        for nodes in fields.values():
            self.pairs += len(nodes) * (len(nodes) - 1) // 2
            limits.PAIRS.check(self.pairs)
            below = [node.selection_set for node in nodes if node.selection_set is not None]
            if below:
                self._compare(below)

    def _collect(
        self, selections: SelectionSetNode, fields: defaultdict[str, list[FieldNode]]
    ) -> None:
        """The fields of a selection by key, those of fragments among them."""
        for node in selections.selections:
            inner: Any = node
            if isinstance(node, FieldNode):
                fields[(node.alias or node.name).value].append(node)
                continue
            if isinstance(node, FragmentSpreadNode):
                inner = self.fragments.get(node.name.value)
            if inner is not None:
                self._collect(inner.selection_set, fields)

    def _count_directives(self, nodes: Iterable[Node]) -> None:
        self.directives += sum(len(node.directives) for node in nodes if node.directives)  # type: ignore[attr-defined]
        limits.DIRECTIVES.check(self.directives)
