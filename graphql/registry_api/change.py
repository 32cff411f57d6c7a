"""The change feed: what changed since a cursor, so that another system can mirror the registry."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import graphene
from graphql import FieldNode, GraphQLObjectType, GraphQLResolveInfo
from graphql.execution.collect_fields import collect_sub_fields

from accounts.roles import Capability
from gis import cursors
from gis.global_ids import to_global_id
from history import feed
from registry_api.changed_fields import ChangedField, fields_of
from registry_api.connections import DEFAULT_PAGE, LARGEST_PAGE, PageInfo
from registry_api.enums import plain_enum
from registry_api.errors import bad_input
from registry_api.nodes import Node
from registry_api.plan import Concept, make_plan

ChangeOperation = plain_enum(feed.ChangeOperation)


class Change(graphene.ObjectType):
    """What one transaction did to one object. Who and why is told to those who see the history."""

    type = graphene.String(required=True, description="Name of the object's type, such as `Duct`.")
    id = graphene.ID(required=True)
    operation = graphene.NonNull(
        ChangeOperation,
        description="Read the object again, or forget it after DELETED and GONE.",
    )
    object = graphene.Field(Node, description="As it is now; null where you may not see it.")
    cursor = graphene.String(required=True, description="To go on behind this change.")
    transaction = graphene.String(required=True, description="Changes of one transaction share it.")
    at = graphene.DateTime(required=True)
    actor = graphene.String(description="Who; null where you may not see the history.")
    reason = graphene.String(description="Why, where it was said.")
    fields = graphene.List(
        graphene.NonNull(ChangedField),
        description="What changed, before and after; null where you may not see the history.",
    )

    @staticmethod
    def resolve_object(change: dict[str, Any], info: GraphQLResolveInfo) -> Any:
        return change[f"@{info.path.key}"]


class ChangeFeed(graphene.ObjectType):
    """A page of the feed; it can be empty and yet not the last. `endCursor` is always there."""

    nodes = graphene.List(graphene.NonNull(Change), required=True)
    page_info = graphene.Field(PageInfo, required=True)
    head = graphene.String(
        required=True,
        description="The present end: take it before you read the lists, then follow from it.",
    )

    @staticmethod
    def resolve_nodes(page: _Answer, info: GraphQLResolveInfo) -> list[dict[str, Any]]:
        return page.nodes(info)

    @staticmethod
    def resolve_head(page: _Answer, _info: GraphQLResolveInfo) -> str:
        return page.cursor(feed.head())


class _Answer:
    """One page in one request; what hangs on the changes is read if it is asked for."""

    def __init__(self, viewer: Any, page: feed.Page) -> None:
        self._viewer = viewer
        self._page = page
        self._listing = feed.listing(viewer)

    @property
    def page_info(self) -> PageInfo:
        events = self._page.events
        return PageInfo(
            has_next_page=self._page.more,
            has_previous_page=False,
            start_cursor=self.cursor(events[0].last.position) if events else None,
            end_cursor=self.cursor(self._page.end),
        )

    def cursor(self, position: feed.Position) -> str:
        return cursors.encode(self._listing, tuple(position))

    def nodes(self, info: GraphQLResolveInfo) -> list[dict[str, Any]]:
        events = self._page.events
        changes = [self._change(event) for event in events]
        selected = _selected(info)
        for key, nodes in selected.items():
            if nodes[0].name.value == "object":
                _load_objects(info, f"@{key}", nodes, events, changes)
        names = {nodes[0].name.value for nodes in selected.values()}
        if "fields" in names and self._viewer.can(Capability.SEE_HISTORY):
            for change, told in zip(changes, fields_of(self._viewer, events), strict=True):
                change["fields"] = told
        return changes

    def _change(self, event: feed.Event) -> dict[str, Any]:
        sees_history = self._viewer.can(Capability.SEE_HISTORY)
        return {
            "type": event.type,
            "id": to_global_id(event.type, event.identifier),
            "operation": event.operation,
            "cursor": self.cursor(event.last.position),
            "transaction": str(event.last.position.transaction),
            "at": event.last.at,
            "actor": event.last.actor if sees_history else None,
            "reason": event.last.reason if sees_history else None,
            "fields": None,
        }


def _selected(info: GraphQLResolveInfo) -> dict[str, list[FieldNode]]:
    change_type = info.schema.type_map[Change._meta.name]
    assert isinstance(change_type, GraphQLObjectType)
    return collect_sub_fields(
        info.schema, info.fragments, info.variable_values, change_type, info.field_nodes
    )


def _load_objects(
    info: GraphQLResolveInfo,
    key: str,
    nodes: list[FieldNode],
    events: list[feed.Event],
    changes: list[dict[str, Any]],
) -> None:
    """Put the objects as they are now under a key; one plan for each type."""
    from registry_api.schema import NODES

    wanted: dict[str, set[Any]] = defaultdict(set)
    for event in events:
        if event.operation not in (feed.ChangeOperation.DELETED, feed.ChangeOperation.GONE):
            wanted[event.type].add(event.identifier)
    concepts: dict[str, type[Concept]] = {one._meta.name: one for one in NODES}
    found: dict[tuple[str, Any], Any] = {}
    loader = info.context.loader
    for name, identifiers in wanted.items():
        concept = concepts[name]
        column = concept._meta.identifier
        rows = concept.visible(loader.viewer).filter(**{f"{column}__in": identifiers}).order_by()
        for row in loader.fetch(make_plan(concept, nodes, info), rows, extra=(column,)):
            found[name, row[column]] = row | {"@type": concept}
    for event, change in zip(events, changes, strict=True):
        change[key] = found.get((event.type, event.identifier))


class ChangeQueries:
    changes = graphene.Field(
        ChangeFeed,
        required=True,
        after=graphene.String(description="`endCursor`, `cursor` or `head`."),
        first=graphene.Int(
            default_value=DEFAULT_PAGE,
            description=f"1–{LARGEST_PAGE}. A grant that opens or closes adds what refers to it.",
        ),
        description="What changed behind a cursor, oldest first, without gaps: from the very "
        "beginning if there is none. See docs/changes.md.",
    )

    @staticmethod
    def resolve_changes(
        _root: Any, info: GraphQLResolveInfo, first: int, after: str | None = None
    ) -> _Answer:
        if first is None or not 1 <= first <= LARGEST_PAGE:
            raise bad_input("first", f"1–{LARGEST_PAGE}")
        viewer = info.context.viewer
        position = None
        if after is not None:
            position = feed.Position(*cursors.decode(feed.listing(viewer), after, "after"))
        return _Answer(viewer, feed.read(viewer, position, first))
