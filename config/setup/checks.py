"""What `make lint` and `make test` run, quickest first."""

import os

from config.setup import front_end, schema_changes
from config.setup.checkout import ROOT
from config.setup.python_packages import program
from config.setup.terminal import run, step


def lint() -> None:
    """Style, imports between rooms, promises of the contract, strict types of the front end."""
    with step("Python style"):
        # Its cache goes stale when a room gets its first file and becomes an import root.
        run([program("ruff"), "check", "--quiet", "--no-cache"])
        run([program("ruff"), "format", "--quiet", "--check", "--no-cache"])
    with step("Imports between rooms"):
        env = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "graphql")])}
        run([program("lint-imports")], quiet=True, env=env)
    with step("Promises of the GraphQL contract"):
        schema_changes.check()
    front_end.ensure_packages()
    with step("Front-end types"):
        front_end.npm("run", "--silent", "check")


def test() -> None:
    """Migrations against the models, then all tests."""
    with step("Migrations match the models"):
        settings = "--settings=config.settings_for_tests"
        command = [program("python"), "manage.py", "makemigrations", "--check", "--dry-run"]
        run([*command, settings], quiet=True)
    with step("Front-end unit tests"):
        front_end.npm("run", "--silent", "test")
    with step("Tests"):
        run([program("pytest"), "-q", "-n", "2"])
