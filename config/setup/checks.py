"""What `make lint` and `make test` run, quickest first."""

import os

from config.setup import front_end, schema_changes
from config.setup.checkout import ROOT
from config.setup.python_packages import program
from config.setup.terminal import run, side_by_side, step


def lint() -> None:
    """Style, imports between rooms, promises of the contract, strict types of the front end."""
    side_by_side(_python, _front_end_types)


def _python() -> None:
    with step("Python style"):
        # Its cache goes stale when a room gets its first file and becomes an import root.
        run([program("ruff"), "check", "--quiet", "--no-cache"])
        run([program("ruff"), "format", "--quiet", "--check", "--no-cache"])
    with step("Imports between rooms"):
        env = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "graphql")])}
        run([program("lint-imports")], quiet=True, env=env)
    with step("Promises of the GraphQL contract"):
        schema_changes.check()


def _front_end_types() -> None:
    front_end.ensure_packages()
    with step("Front-end types"):
        front_end.npm("run", "--silent", "check")


def test() -> None:
    """Migrations against the models, then all tests."""
    side_by_side(_migrations, _front_end_units)
    with step("Tests"):
        # More than two cores: browser tests wait more than they compute. Neighbours stay together,
        # for they share what their module has set up.
        run([program("pytest"), "-q", "-n", "3", "--dist", "worksteal"])


def _migrations() -> None:
    with step("Migrations match the models"):
        settings = "--settings=config.settings_for_tests"
        command = [program("python"), "manage.py", "makemigrations", "--check", "--dry-run"]
        run([*command, settings], quiet=True)
    with step("The migrated database of the tests"):
        run([program("python"), "-m", "tests.migrated"])


def _front_end_units() -> None:
    with step("Front-end unit tests"):
        front_end.npm("run", "--silent", "test")
