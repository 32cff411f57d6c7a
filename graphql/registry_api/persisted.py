"""The documented operations, which clients may call by name or hash instead of sending the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from gis.refusals import Refusal

FOLDER = Path(__file__).resolve().parents[1] / "operations"
HASH_PREFIX = "sha256:"


@dataclass(frozen=True, slots=True)
class Operation:
    name: str
    text: str
    sha256: str
    """Of the file as it is: `sha256sum` says the same."""


@cache
def operations() -> Mapping[str, Operation]:
    """All of them, under their names and under their hashes; read once."""
    found: dict[str, Operation] = {}
    for path in sorted(FOLDER.glob("*.graphql")):
        text = path.read_text(encoding="utf-8")
        one = Operation(path.stem, text, digest(text))
        found[one.name] = found[one.sha256] = one
    return found


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def document_text(asked: Mapping[str, Any]) -> str | None:
    """The document a request means: its own, or the one it names; None if it does neither.

    A hash comes as `documentId: "sha256:…"` or as `extensions.persistedQuery.sha256Hash`, a name as
    `documentId`. Raises Refusal PERSISTED_QUERY_NOT_FOUND for one that is not known; clients then
    send the text as well, which must have that hash and is not kept.
    """
    query, key = asked["query"], _key(asked)
    if key is None:
        return query
    known = operations().get(key)
    if query is None:
        if known is None:
            message = _("There is no documented operation of this name or hash.")
            raise Refusal("PERSISTED_QUERY_NOT_FOUND", message)
        return known.text
    if digest(query) != (known.sha256 if known else key):
        message = _("The query is not the one that is named beside it.")
        raise Refusal("PERSISTED_QUERY_MISMATCH", message, "query")
    return query


def _key(asked: Mapping[str, Any]) -> str | None:
    named = asked["documentId"]
    if named is not None:
        return named.removeprefix(HASH_PREFIX)
    persisted = (asked["extensions"] or {}).get("persistedQuery")
    if persisted is None:
        return None
    found = persisted.get("sha256Hash") if isinstance(persisted, Mapping) else None
    if not isinstance(found, str):
        message = _("The extension persistedQuery needs a sha256Hash.")
        raise Refusal("BAD_REQUEST", message, "extensions")
    return found.lower()
