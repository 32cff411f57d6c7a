"""The contract is what Relay expects: public checkers say so, and would say otherwise.

The Relay rules of @graphql-eslint look at the schema; relay-compiler compiles the documented
operations and `relay/Registry.js` against it, a growing list and an object fetched by its id.
"""

import json
import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from config.setup import front_end, system_packages
from config.setup.checkout import ROOT, VENV
from config.setup.contract import FILE
from tests.api.operations import NAMES, operation

TOOLS = ROOT / "tests" / "api" / "relay"
RELAY = {"src": "src", "schema": "schema.graphql", "artifactDirectory": "out"}


@pytest.fixture(scope="module", autouse=True)
def packages() -> None:
    front_end.ensure_packages(TOOLS)


def run(folder: Path, tool: str, *arguments: str) -> subprocess.CompletedProcess:
    path = os.environ["PATH"]
    if not system_packages.has_node():
        path = f"{VENV / 'bin'}{os.pathsep}{path}"
    program = TOOLS / "node_modules" / ".bin" / tool
    return subprocess.run(
        [program, *arguments],
        cwd=folder,
        env={**os.environ, "PATH": path, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def lint(folder: Path, schema: str) -> str:
    """What the rules find in a schema; empty when nothing."""
    (folder / "schema.graphql").write_text(schema, encoding="utf-8")
    config = str(TOOLS / "eslint.config.js")
    done = run(folder, "eslint", "--max-warnings", "0", "-c", config, "schema.graphql")
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout if done.returncode else ""


def test_connections_edges_and_pages_are_as_specified(tmp_path):
    assert lint(tmp_path, FILE.read_text(encoding="utf-8")) == ""


@pytest.mark.parametrize(
    ("rule", "right", "wrong"),
    [
        ("page-info", "hasNextPage: Boolean!", "hasNextPage: Boolean"),
        ("connection-types", "pageInfo: PageInfo!", "pageInfo: PageInfo"),
        ("edge-types", "cursor: String!", "cursor: [String!]!"),
        ("arguments", "first: Int", "first: String"),
    ],
)
def test_the_rules_find_what_is_wrong(tmp_path, rule, right, wrong):
    schema = FILE.read_text(encoding="utf-8")
    assert right in schema
    assert f"relay-{rule}" in lint(tmp_path, schema.replace(right, wrong))


def relay_sources(folder: Path, names: Sequence[str]) -> None:
    """One module for each operation; Relay wants the module's name and the kind in its name."""
    for name in names:
        text = re.sub(r"^\s*#.*\n", "", operation(name).text, flags=re.MULTILINE)
        kind = re.search(rf"^(query|mutation) {name}\b", text, re.MULTILINE)[1]
        text = text.replace(f"{kind} {name}", f"{kind} {name}{kind.title()}", 1)
        (folder / f"{name}.js").write_text(f"graphql`\n{text}`;\n", encoding="utf-8")
    (folder / "Registry.js").write_text((TOOLS / "Registry.js").read_text())


def compiled(
    folder: Path, schema: str, names: Sequence[str] = NAMES
) -> subprocess.CompletedProcess:
    for name in ("src", "out"):
        (folder / name).mkdir()
    relay_sources(folder / "src", names)
    (folder / "schema.graphql").write_text(schema, encoding="utf-8")
    (folder / "relay.config.json").write_text(json.dumps({**RELAY, "language": "javascript"}))
    return run(folder, "relay-compiler", "relay.config.json")


def test_relay_compiles_the_documented_operations(tmp_path):
    done = compiled(tmp_path, FILE.read_text(encoding="utf-8"))
    assert done.returncode == 0, done.stdout + done.stderr
    made = {file.name for file in (tmp_path / "out").iterdir()}
    assert {"RegistrySegmentsPaginationQuery.graphql.js", "Registry_segment.graphql.js"} <= made
    assert len(made) >= len(NAMES) + 5


def test_relay_refuses_a_schema_without_a_node_field(tmp_path):
    text = FILE.read_text(encoding="utf-8")
    schema = re.sub(r"^  node\(.*?\): Node\n", "", text, flags=re.MULTILINE | re.DOTALL)
    assert schema != text
    # Without the operations that ask for a node themselves: they fail before Relay looks further.
    done = compiled(tmp_path, schema, names=())
    assert done.returncode != 0
    assert "Registry_segment" in done.stdout + done.stderr
