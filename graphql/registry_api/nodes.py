"""Global ids (`base64("Site:<public id>")`) and the fields `node` and `nodes` that resolve them."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import graphene
from django.db.models import Func, Q, TextField
from django.utils.translation import gettext_lazy as _
from graphql import GraphQLResolveInfo

from gis.global_ids import to_global_id  # noqa: F401  (offered beside its inverse)
from gis.refusals import NotFound, Refusal
from registry_api.plan import Column, Concept, make_plan

MOST_NODES = 100
_SHAPE = re.compile(r"([A-Za-z]{2,40}):([0-9a-f-]{36}|[1-9][0-9]{0,17})")


class Node(graphene.Interface):
    """Something with an id that is unique in the whole registry."""

    id = graphene.ID(required=True)

    @classmethod
    def resolve_type(cls, instance: Any, info: GraphQLResolveInfo) -> type[Concept]:
        return instance["@type"]


class GlobalId(Func):
    """The global id, made by the database: there are thousands in one answer.

    PostgreSQL breaks base64 after 76 characters; the longest id has 64.
    """

    template = "encode(convert_to('%(name)s:' || %(expressions)s, 'UTF8'), 'base64')"
    output_field = TextField()


def id_column(name: str, identifier: str = "public_id") -> Column:
    """The field `id` of the concept called `name`."""
    return Column(graphene.ID, GlobalId(identifier, name=name), required=True)


def from_global_id(text: str, field: str = "id") -> tuple[str, str]:
    """Name of the type and identifier; raises Refusal MALFORMED_ID for anything else."""
    try:
        match = _SHAPE.fullmatch(b64decode(text.encode(), validate=True).decode("ascii"))
    except (binascii.Error, UnicodeError, ValueError):
        match = None
    if match is None:
        raise _malformed(field)
    return match[1], match[2]


def identifier_of(concept: type[Concept], text: str, field: str = "id") -> Any:
    """The identifier in a global id that must name the given concept."""
    name, identifier = from_global_id(text, field)
    if name != concept._meta.name:
        message = _("This id names a %(given)s, a %(wanted)s is needed.")
        texts = {"given": name, "wanted": concept._meta.name}
        raise Refusal("WRONG_TYPE", message % texts, field)
    return _parsed(concept, identifier, field)


def _parsed(concept: type[Concept], identifier: str, field: str) -> Any:
    if concept._meta.identifier != "public_id":
        if not identifier.isdigit():
            raise _malformed(field)
        return int(identifier)
    try:
        return UUID(identifier)
    except ValueError:
        raise _malformed(field) from None


def _malformed(field: str) -> Refusal:
    return Refusal("MALFORMED_ID", _("This is not an id of this registry."), field)


def find(concept: type[Concept], viewer: Any, reference: str, field: str = "id") -> Any:
    """The visible object behind a global id or, for what has one, a code; raises NotFound."""
    found = concept.visible(viewer).filter(_condition(concept, reference, field)).first()
    if found is None:
        raise NotFound(field)
    return found


def find_several(
    concept: type[Concept], viewer: Any, references: Iterable[str], field: str = "id"
) -> dict[str, Any]:
    """The visible objects behind ids and codes by these; raises NotFound if any is missing.

    Looks for all at once: one statement for the ids and one for the codes.
    """
    found: dict[str, Any] = {}
    wanted = set(references)
    ids = {text: _id_or_none(concept, text, field) for text in wanted}
    by_id = {identifier: text for text, identifier in ids.items() if identifier is not None}
    column = concept._meta.identifier
    if by_id:
        for row in concept.visible(viewer).filter(**{f"{column}__in": by_id}):
            found[by_id[getattr(row, column)]] = row
    codes = {text for text in wanted if ids[text] is None and concept.called(text) is not None}
    if codes:
        found |= {row.code: row for row in concept.visible(viewer).filter(code__in=codes)}
    if wanted - found.keys():
        raise NotFound(field)
    return found


def _condition(concept: type[Concept], reference: str, field: str) -> Q:
    identifier = _id_or_none(concept, reference, field)
    if identifier is not None:
        return Q(**{concept._meta.identifier: identifier})
    condition = concept.called(reference)
    if condition is None:
        raise _malformed(field)
    return condition


def _id_or_none(concept: type[Concept], text: str, field: str) -> Any:
    """The identifier in a global id of this concept; None for what is no global id at all.

    A code never looks like one: ids contain the name of a type and a colon once decoded.
    """
    try:
        return identifier_of(concept, text, field)
    except Refusal as refusal:
        if refusal.code == "MALFORMED_ID":
            return None
        raise


class NodeLookup:
    """The fields `node` and `nodes` over the concepts that have global ids."""

    def __init__(self, concepts: Mapping[str, type[Concept]]) -> None:
        self._concepts = concepts

    def one(self, info: GraphQLResolveInfo, id: str) -> Any:
        return self.many(info, [id])[0]

    def many(self, info: GraphQLResolveInfo, ids: list[str]) -> list[Any]:
        """In the order of the ids, null for what does not exist or may not be seen.

        What is no id is a refusal in its place: graphql-core reports it there, and the rest stands.
        """
        if len(ids) > MOST_NODES:
            message = _("At most %(most)d ids at a time.") % {"most": MOST_NODES}
            raise Refusal("BAD_INPUT", message, "ids")
        wanted: dict[str, set[Any]] = defaultdict(set)
        keys = [self._key_or_refusal(text) for text in ids]
        for key in keys:
            if not isinstance(key, Refusal):
                wanted[key[0]].add(key[1])
        found = {name: self._load(info, name, some) for name, some in wanted.items()}
        return [key if isinstance(key, Refusal) else found[key[0]].get(key[1]) for key in keys]

    def _key_or_refusal(self, text: str) -> tuple[str, Any] | Refusal:
        try:
            return self._key(text)
        except Refusal as refusal:
            return refusal

    def _key(self, text: str) -> tuple[str, Any]:
        name, identifier = from_global_id(text)
        concept = self._concepts.get(name)
        if concept is None:
            raise _malformed("id")
        return name, _parsed(concept, identifier, "id")

    def _load(self, info: GraphQLResolveInfo, name: str, identifiers: set[Any]) -> dict[Any, Any]:
        concept = self._concepts[name]
        column = concept._meta.identifier
        plan = make_plan(concept, info.field_nodes, info)
        loader = info.context.loader
        rows = concept.visible(loader.viewer).filter(**{f"{column}__in": identifiers}).order_by()
        return {
            row[column]: row | {"@type": concept}
            for row in loader.fetch(plan, rows, extra=(column,))
        }
