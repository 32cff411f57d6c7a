"""Requests that want to bring the service down, and how each is refused: status and code.

Used by the tests, which assert that nothing runs, and by the benchmark, which takes the time.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

JSON = "application/json"
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Hostile:
    """One request; `body` as it is sent (None: by GET with `address`)."""

    body: bytes | None
    status: int
    code: str
    address: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = JSON


def _raw(body: str | bytes, status: int = 400, code: str = "BAD_REQUEST", **how: Any) -> Hostile:
    return Hostile(body.encode() if isinstance(body, str) else body, status, code, **how)


def _asks(query: str, code: str, variables: Any = None, status: int = 400, **how: Any) -> Hostile:
    return _raw(json.dumps({"query": query, "variables": variables}), status, code, **how)


def _fill(template: str, *parts: str) -> str:
    """The template with a part for each ellipsis in it."""
    for part in parts:
        template = template.replace("…", part, 1)
    return template


def _many(text: str, number: int) -> str:
    return " ".join(text.replace("#", str(index)) for index in range(number))


def _nested(levels: int) -> str:
    return "segments { startSite { " * levels + "code" + " } }" * levels


NAMES = "query($v: [ID!]!) { nodes(ids: $v) { id } }"
BOX = "query($v: Box!) { corridor(inBox: $v) { availabilityClass } }"
FIRST = "query($v: Int) { sites(first: $v) { nodes { code } } }"

HOSTILE: Mapping[str, Hostile] = {
    # --- documents
    "deep": _asks(_fill("{ sites { nodes { … } } }", _nested(8)), "TOO_LARGE"),
    "deeper than any stack": _asks("{a" * 1_900, "TOO_LARGE"),
    "wide": _asks(_fill("{ sites { nodes { … } } }", _many("code", 1_001)), "TOO_LARGE"),
    "the same field again and again": _asks(
        _fill("{ sites { nodes { … } } }", _many("code", 900)), "TOO_LARGE"
    ),
    "the same field in many fragments": _asks(
        _fill("{ sites { … } }", _many("...f#", 45))
        + _many("fragment f# on SiteConnection { nodes { code } nodes { id } }", 45),
        "TOO_LARGE",
    ),
    "the same fields far below": _asks(
        _fill("{ sites { … } }", _many("... { nodes { owner { code name } } }", 49)), "TOO_LARGE"
    ),
    "an unused fragment": _asks(
        _fill("{ viewer { name } } fragment f on Site { … }", _many("code", 900)), "TOO_LARGE"
    ),
    "a fragment hidden by another": _asks(
        _fill("{ sites { nodes { ...f } } } fragment f on Site { … }", _many("code", 900))
        + " fragment f on Site { code }",
        "TOO_LARGE",
    ),
    "many operations with many fields": _asks(
        _many(_fill("query q# { sites { nodes { … } } }", "code " * 60), 40), "TOO_LARGE"
    ),
    "unused fragments in a circle": _asks(
        "{ viewer { name } } fragment a on Site { ...b } fragment b on Site { ...a }", "TOO_LARGE"
    ),
    "root fields": _asks(_fill("{ … }", _many("a#: viewer { name }", 21)), "TOO_LARGE"),
    "aliases": _asks(_fill("{ sites { nodes { … } } }", _many("a#: code", 99)), "TOO_LARGE"),
    "cyclic fragment": _asks(
        "{ sites { nodes { ...f } } } fragment f on Site { segments { startSite { ...f } } }",
        "TOO_LARGE",
    ),
    "fragment in itself": _asks(
        "{ sites { nodes { ...f } } } fragment f on Site { ...f }", "TOO_LARGE"
    ),
    "fragments of one another": _asks(
        "{ sites { ...a } } fragment a on SiteConnection { ...b }"
        " fragment b on SiteConnection { ...a }",
        "TOO_LARGE",
    ),
    "doubling fragments": _asks(
        "{ sites { ...f0 } } fragment g on SiteConnection { nodes { code } }"
        + "".join(
            f" fragment f{n} on SiteConnection {{ ...f{n + 1} ...f{n + 1} ...g }}"
            for n in range(30)
        ),
        "TOO_LARGE",
    ),
    "spreads": _asks(
        _fill("{ sites { nodes { … } } } fragment f on Site { code }", _many("...f", 51)),
        "TOO_LARGE",
    ),
    "inline fragments": _asks(
        _fill("{ sites { nodes { … } } }", _many("... on Site { code }", 51)), "TOO_LARGE"
    ),
    "fragments that nobody uses": _asks(
        "{ viewer { name } } " + _many("fragment f# on Site { code }", 400), "TOO_LARGE"
    ),
    "operations": _asks(_many("query q# { viewer { name } }", 400), "TOO_LARGE"),
    "declared variables": _asks(
        _fill("query(…) { viewer { name } }", _many("$a#: Int", 900)), "TOO_LARGE"
    ),
    "directives": _asks(_fill("{ viewer { name … } }", _many("@skip(if: true)", 500)), "TOO_LARGE"),
    "directives of an operation": _asks(
        _fill("query … { viewer { name } }", _many("@a#", 500)), "TOO_LARGE"
    ),
    "tokens": _asks(
        _fill("{ sites(filter: {…}) { nodes { code } } }", _many("a#: 1", 2_000)), "TOO_LARGE"
    ),
    "characters": _asks("#" * 200_000 + "\n{ viewer { name } }", "TOO_LARGE"),
    "long name": _asks(_fill("{ … }", "a" * 50_000), "TOO_LARGE"),
    "long alias": _asks(_fill("{ …: viewer { name } }", "a" * 200), "TOO_LARGE"),
    "lists in lists": _asks(
        _fill("{ sites(filter: …1…) { nodes { code } } }", "[" * 900, "]" * 900), "TOO_LARGE"
    ),
    "circles in the schema": _asks(
        _fill("{ __schema { types { … name … } } }", "fields { type { " * 4, "} } " * 4),
        "TOO_LARGE",
    ),
    "deep introspection": _asks(
        _fill('{ __type(name: "Site") { … name … } }', "ofType { " * 200, "}" * 200), "TOO_LARGE"
    ),
    "unknown fields": _asks(
        _fill("{ sites { nodes { … } } }", _many("x#", 900)), "GRAPHQL_INVALID"
    ),
    "unknown arguments": _asks(
        _fill("{ sites(…) { nodes { code } } }", _many("a#: 1", 900)), "GRAPHQL_INVALID"
    ),
    "subscription": _asks("subscription { viewer { name } }", "GRAPHQL_INVALID"),
    "only a fragment": _asks("fragment f on Site { code }", "GRAPHQL_INVALID"),
    "no such operation": _raw(
        '{"query": "query a { __typename }", "operationName": "b"}', code="GRAPHQL_INVALID"
    ),
    "no document": _asks("DROP TABLE assets_site", "SYNTAX"),
    "NUL in the document": _asks("{ viewer { name\0 } }", "SYNTAX"),
    "a definition of types": _asks("type Query { a: Int }", "GRAPHQL_INVALID"),
    # --- prices
    "long lists in long lists": _asks(
        "{ sites(first: 100) { nodes { segments(first: 500) { ducts: ductSections(first: 500)"
        " { position } } } } }",
        "TOO_EXPENSIVE",
    ),
    "long lists by variables": _asks(
        "query($n: Int) { sites(first: 100) { nodes { segments(first: $n) { ductSections(first: $n)"
        " { position } } } } }",
        "TOO_EXPENSIVE",
        {"n": 500},
    ),
    "circles": _asks(_fill("{ sites(first: 100) { nodes { … } } }", _nested(4)), "TOO_EXPENSIVE"),
    "many counts and lists": _asks(
        _fill("{ … }", _many("a#: cables(first: 100) { nodes { strands { number } } }", 15)),
        "TOO_EXPENSIVE",
    ),
    # --- variables
    "a text for a number": _asks(FIRST, "GRAPHQL_INVALID", {"v": "1 OR 1=1"}),
    "an object for a number": _asks(FIRST, "GRAPHQL_INVALID", {"v": {"$gt": 0}}),
    "a number beyond 32 bits": _asks(FIRST, "GRAPHQL_INVALID", {"v": 1 << 40}),
    "a number beyond all": _raw(
        _fill('{"query": "…", "variables": {"v": 1…}}', FIRST, "0" * 5_000), code="BAD_REQUEST"
    ),
    "null where something must be": _asks(NAMES, "GRAPHQL_INVALID", {"v": [None]}),
    "lists instead of ids": _asks(NAMES, "GRAPHQL_INVALID", {"v": [[["x"]]]}),
    "wrong objects": _asks(BOX, "GRAPHQL_INVALID", {"v": {"west": "x", "evil": "y" * 90_000}}),
    "many wrong values": _asks(NAMES, "GRAPHQL_INVALID", {"v": [{}] * 25_000}),
    "more values than any form has": _asks(
        "query($v: [SiteKind!]) { sites(filter: {kind: $v}) { nodes { code } } }",
        "TOO_LARGE",
        {"v": ["POP"] * 90_000},
    ),
    "missing variable": _asks(NAMES, "GRAPHQL_INVALID"),
    "variables that are a list": _asks(NAMES, "BAD_REQUEST", ["x"]),
    "more ids than anybody needs": _asks(NAMES, "TOO_LARGE", {"v": ["x"] * 120_000}),
    "deep variables": _raw(
        _fill('{"query": "{ __typename }", "variables": {"v": …1…}}', "[" * 900, "]" * 900),
        code="TOO_LARGE",
    ),
    # --- bodies
    "ten megabytes": _raw(b" " * 10 * MEGABYTE, 413, "BODY_TOO_LARGE"),
    "ten megabytes of document": _asks("#" * 10 * MEGABYTE, "BODY_TOO_LARGE", status=413),
    "JSON bomb": _raw("[" * 500_000),
    "JSON bomb of objects": _raw('{"a":' * 150_000),
    "no JSON": _raw("{query: x}"),
    "no UTF-8": _raw(b'{"query": "\xff\xfe"}'),
    "UTF-16": _raw('{"query": "{ __typename }"}'.encode("utf-16")),
    "half a surrogate": _raw(b'{"query": "{ __typename } # \\ud800"}'),
    "nothing": _raw(b" "),
    "null": _raw("null"),
    "a list of requests": _raw(json.dumps([{"query": "{ __typename }"}] * 1_000), code="BATCHING"),
    "a key twice": _raw('{"query": "{ __typename }", "query": "{ viewer { name } }"}'),
    "a key twice, written otherwise": _raw(
        '{"query": "{ __typename }", "\\u0071uery": "{ x }", "query": "{ y }"}'
    ),
    "a variable twice": _raw(_fill('{"query": "…", "variables": {"v": 1, "v": 2}}', FIRST)),
    "a value twice": _raw(
        '{"query": "mutation($i: ChangeSiteInput!) { changeSite(input: $i) { errors { code } } }",'
        ' "variables": {"i": {"id": "A", "name": "a", "name": "b"}}}'
    ),
    "query is no text": _raw('{"query": ["{ __typename }"]}'),
    "operation is no text": _raw('{"query": "{ __typename }", "operationName": {"a": 1}}'),
    "extensions are no object": _raw('{"query": "{ __typename }", "extensions": "x"}'),
    "unknown hash": _raw(
        json.dumps({"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}}),
        404,
        "PERSISTED_QUERY_NOT_FOUND",
    ),
    "file as name": _raw(
        '{"documentId": "../../config/settings"}', 404, "PERSISTED_QUERY_NOT_FOUND"
    ),
    "packed bomb": _raw(
        gzip.compress(b" " * 10 * MEGABYTE), 415, "NOT_JSON", headers={"Content-Encoding": "gzip"}
    ),
    "form": _raw(
        "query={viewer{name}}", 415, "NOT_JSON", content_type="application/x-www-form-urlencoded"
    ),
    "file upload": _raw(
        '--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n{}\r\n--x--',
        415,
        "NOT_JSON",
        content_type="multipart/form-data; boundary=x",
    ),
    "other letters": _raw(
        b'{"query": "{ __typename }"}',
        415,
        "NOT_JSON",
        content_type="application/json; charset=utf-7",
    ),
    # --- addresses
    "change by GET": Hostile(
        None,
        405,
        "METHOD",
        {"query": 'mutation { removeSite(input: {id: "A"}) { errors { code } } }'},
    ),
    "change by GET and name": Hostile(
        None,
        405,
        "METHOD",
        {"documentId": "CutDuct", "variables": '{"input": {"id": "A", "site": "B"}}'},
    ),
    "long address": Hostile(None, 400, "TOO_LARGE", {"query": "{ __typename } #" + "a" * 9_000}),
    "a variable twice in the address": Hostile(
        None, 400, "BAD_REQUEST", {"query": FIRST, "variables": '{"v": 1, "v": 2}'}
    ),
    "no JSON in the address": Hostile(
        None, 400, "BAD_REQUEST", {"query": "{ __typename }", "variables": "{a: 1}"}
    ),
}
