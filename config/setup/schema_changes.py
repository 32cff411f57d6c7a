"""The gate of the GraphQL contract: what changed since the last release, and was it decided.

`graphql/released.graphql` is the contract that clients were promised. A change that may break them
needs a decision in `docs/schema-changes/` that names it in the words of the comparison. The first
part of `docs/schema-changelog.md` is the comparison itself, written by `make schema`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from graphql import (
    BreakingChangeType,
    GraphQLSchema,
    build_schema,
    find_breaking_changes,
    find_dangerous_changes,
    is_input_object_type,
)

from config.setup.checkout import ROOT, SetupError

SCHEMA = ROOT / "graphql" / "schema.graphql"
RELEASED = ROOT / "graphql" / "released.graphql"
DECISIONS = ROOT / "docs" / "schema-changes"
CHANGELOG = ROOT / "docs" / "schema-changelog.md"
UNRELEASED = "## Not released yet\n"

GONE = " was removed."
_NEW = (BreakingChangeType.TYPE_REMOVED, BreakingChangeType.FIELD_REMOVED)


@dataclass(frozen=True)
class Changes:
    """Sentences about what became of a contract.

    `breaking` clients may fail, `dangerous` ones may be surprised (a new value of an enum, say),
    `added` is what nobody needs to know who does not ask for it.
    """

    breaking: Sequence[str]
    dangerous: Sequence[str]
    added: Sequence[str]


def between(old: str, new: str) -> Changes:
    """Compares two contracts, as graphql-core understands them."""
    before, after = build_schema(old), build_schema(new)
    return Changes(
        breaking=sorted(change.description for change in find_breaking_changes(before, after)),
        dangerous=sorted(change.description for change in find_dangerous_changes(before, after)),
        added=sorted(_added(before, after)),
    )


def _added(before: GraphQLSchema, after: GraphQLSchema) -> Iterable[str]:
    """What going back would remove; optional fields of inputs are among the dangerous changes."""
    for change in find_breaking_changes(after, before):
        known = after.type_map.get(change.description.split(".")[0])
        removed = change.type in _NEW and change.description.endswith(GONE)
        if removed and not is_input_object_type(known):
            yield change.description.removesuffix(GONE) + " was added."


def undecided(changes: Changes, decisions: Iterable[str]) -> list[str]:
    """The breaking changes that no decision names; a decision names each on a line `- …`."""
    named = {line.removeprefix("- ") for text in decisions for line in text.splitlines()}
    return [sentence for sentence in changes.breaking if sentence not in named]


def check() -> None:
    """Raise SetupError naming the breaking changes that nobody decided."""
    decisions = [file.read_text(encoding="utf-8") for file in sorted(DECISIONS.glob("*.md"))]
    missing = undecided(_now(), decisions)
    if missing:
        lines = "\n".join(f"- {sentence}" for sentence in missing)
        raise SetupError(
            "graphql/schema.graphql breaks clients of the last release:\n"
            f"{lines}\n"
            "Keep the old way beside the new one, marked @deprecated; or write down in a new file"
            " in docs/schema-changes/ why not, what clients do instead, and these lines."
        )


def _now() -> Changes:
    return between(RELEASED.read_text(encoding="utf-8"), SCHEMA.read_text(encoding="utf-8"))


def section(changes: Changes) -> str:
    """The changes as a part of the changelog."""
    parts = [
        ("Breaking, each with a [decision](schema-changes/)", changes.breaking),
        ("May surprise", changes.dangerous),
        ("New", changes.added),
    ]
    written = [
        f"### {title}\n\n" + "\n".join(f"- {sentence}" for sentence in sentences) + "\n"
        for title, sentences in parts
        if sentences
    ]
    return "\n".join(written) or "Nothing.\n"


def changelog(text: str, changes: Changes) -> str:
    """The changelog with its first part brought up to date."""
    head, _, rest = text.partition(UNRELEASED)
    older = rest.find("\n## ")
    released = rest[older:] if older >= 0 else ""
    return f"{head}{UNRELEASED}\n{section(changes)}{released}"


def write_changelog() -> None:
    text = CHANGELOG.read_text(encoding="utf-8")
    CHANGELOG.write_text(changelog(text, _now()), encoding="utf-8")


def release(version: str, day: dt.date) -> None:
    """Make the present contract the promised one; what changed stays in the changelog."""
    write_changelog()
    text = CHANGELOG.read_text(encoding="utf-8")
    heading = f"{UNRELEASED}\nNothing.\n\n## {version} · {day.isoformat()}\n"
    CHANGELOG.write_text(text.replace(UNRELEASED, heading, 1), encoding="utf-8")
    RELEASED.write_text(SCHEMA.read_text(encoding="utf-8"), encoding="utf-8")
    _archive(version)


def _archive(version: str) -> None:
    """Decisions of a release have done their work at the gate; they stay to be read."""
    folder = DECISIONS / version
    for file in sorted(Path(DECISIONS).glob("*.md")):
        if file.name != "README.md":
            folder.mkdir(exist_ok=True)
            file.rename(folder / file.name)
