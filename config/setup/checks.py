"""What `make lint` and `make test` run, quickest first."""

import difflib
import os

from config.setup import front_end
from config.setup.checkout import ROOT, SetupError
from config.setup.python_packages import program
from config.setup.terminal import run, step

SCHEMA = ROOT / "graphql" / "schema.graphql"


def lint() -> None:
    """Style, import order, complexity, imports between rooms, strict types of the front end."""
    with step("Python style"):
        # Its cache goes stale when a room gets its first file and becomes an import root.
        run([program("ruff"), "check", "--quiet", "--no-cache"])
    with step("Imports between rooms"):
        env = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "graphql")])}
        run([program("lint-imports")], quiet=True, env=env)
    front_end.ensure_packages()
    with step("Front-end types"):
        front_end.npm("run", "--silent", "check")


def test() -> None:
    """The contract files against the code, then all tests."""
    with step("Migrations match the models"):
        settings = "--settings=config.settings_for_tests"
        command = [program("python"), "manage.py", "makemigrations", "--check", "--dry-run"]
        run([*command, settings], quiet=True)
    with step("GraphQL schema matches the code"):
        compare_schema()
    with step("Front-end unit tests"):
        front_end.npm("run", "--silent", "test")
    with step("Tests"):
        run([program("pytest"), "-q", "-n", "2"])


def write_schema() -> None:
    """Write graphql/schema.graphql, the committed contract, from the code."""
    SCHEMA.write_text(_printed_schema())


def compare_schema() -> None:
    """Raise SetupError with the difference if the committed contract is not what code offers."""
    committed = SCHEMA.read_text() if SCHEMA.exists() else ""
    printed = _printed_schema()
    if committed != printed:
        lines = difflib.unified_diff(
            committed.splitlines(), printed.splitlines(), "committed", "code", lineterm="", n=1
        )
        difference = "\n".join(list(lines)[:60])
        raise SetupError(f"Run `make schema` and commit graphql/schema.graphql:\n{difference}")


def _printed_schema() -> str:
    from config.setup.database import start_django

    start_django()
    from graphql import print_schema

    from registry_api.schema import schema

    return f"{print_schema(schema.graphql_schema)}\n"
