"""`python3 -m config.setup COMMAND`: what the targets of the Makefile call."""

import argparse
import sys
from collections.abc import Callable

from config.setup import python_packages, system_packages
from config.setup.checkout import SetupError
from config.setup.cluster import SETTINGS, Cluster
from config.setup.terminal import side_by_side


def prepare() -> None:
    """Bring up to date everything that needs no database."""
    from config.setup import front_end, messages

    messages.ensure_compiled()
    front_end.ensure_build()


def run() -> None:
    """Prepare everything, fill an empty database with the demo city, and serve."""
    from config.setup import database, server

    if address := server.running_address():
        print(f"This checkout is already served at {address} (`make stop` ends it).")
        return
    _prepare_database()
    database.ensure_static_files()
    server.serve()


def dev() -> None:
    """As `run`, with the server that reloads itself."""
    from config.setup import server

    _prepare_database()
    server.serve_reloading()


def test() -> None:
    """Prepare everything, then run all checks and tests."""
    from config.setup import checks, database

    prepare()
    checks.lint()
    database.ensure_cluster("test")
    checks.test()


def lint() -> None:
    """Check style, imports and front-end types."""
    from config.setup import checks

    checks.lint()


def schema() -> None:
    """Write the GraphQL contract from the code, and what is new in it into its changelog."""
    from config.setup import database

    database.start_django()
    from config.setup import contract, schema_changes

    contract.write()
    schema_changes.write_changelog()


def schema_release(*, version: str) -> None:
    """Promise the present contract to clients, under a version."""
    import datetime as dt

    from config.setup import schema_changes

    if not version:
        raise SetupError("Which version? `make schema-release VERSION=0.2.0`")
    schema_changes.release(version, dt.date.today())


def messages() -> None:
    """Collect texts into the catalogues and compile them."""
    from config.setup import messages as catalogues

    catalogues.update()
    catalogues.ensure_compiled()


def cluster() -> None:
    """Start the clusters and migrate, without serving; for manage.py commands and benchmarks."""
    _prepare_database()


def browser() -> None:
    """As `cluster`, and with a browser: for the benchmark of the map."""
    _prepare_database()


def stop() -> None:
    """Stop the server and the clusters of this checkout."""
    from config.setup import server

    if server.stop():
        print("Server stopped.")
    for purpose in SETTINGS:
        if Cluster(purpose).stop():
            print(f"Database cluster '{purpose}' stopped.")


def reset(*, sure: bool) -> None:
    """Delete the data of this checkout: both clusters, after a question."""
    folders = "\n".join(f"  {Cluster(purpose).folder}" for purpose in SETTINGS)
    if not sure and not _confirmed(
        f"This deletes all data of this checkout:\n{folders}\nSure? [y/N] "
    ):
        raise SetupError("Nothing was deleted. `make reset YES=1` deletes without asking.")
    stop()
    for purpose in SETTINGS:
        if Cluster(purpose).remove():
            print(f"Database cluster '{purpose}' deleted.")


def _confirmed(question: str) -> bool:
    """Ask a person; without a terminal the answer is no."""
    return sys.stdin.isatty() and input(question).strip().lower() in {"y", "yes", "j", "ja"}


COMMANDS: dict[str, Callable[..., None]] = {
    command.__name__.replace("_", "-"): command
    for command in (
        prepare,
        run,
        dev,
        test,
        lint,
        schema,
        schema_release,
        messages,
        cluster,
        browser,
        stop,
        reset,
    )  # fmt: skip
}
_WITHOUT_VENV = {"stop", "reset"}
_WITH_DATABASE = {"run", "dev", "test", "cluster", "browser"}
_WITH_BROWSER = {"test", "browser"}
_WITH_FRONT_END = {*_WITH_DATABASE, "prepare", "lint"}


def main(arguments: list[str]) -> int:
    """Run one command; a SetupError is shown as its message alone."""
    parser = argparse.ArgumentParser(prog="python3 -m config.setup", description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--yes", action="store_true", help="let `reset` delete without asking")
    parser.add_argument("--version", default="", help="the version that `schema-release` promises")
    options = parser.parse_args(arguments)
    details = {
        "reset": {"sure": options.yes},
        "schema-release": {"version": options.version},
    }.get(options.command, {})
    try:
        system_packages.require_python()
        if options.command not in _WITHOUT_VENV:
            system_packages.ensure(
                database=options.command in _WITH_DATABASE,
                browser=options.command in _WITH_BROWSER,
            )
            _ensure_packages(front_end=options.command in _WITH_FRONT_END)
            python_packages.enter("config.setup", arguments)
        COMMANDS[options.command](**details)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _ensure_packages(*, front_end: bool) -> None:
    """Of Python and, beside them, of the front end."""
    from config.setup import front_end as web

    # Without a Node of the machine, it comes with the packages of Python.
    if front_end and system_packages.has_node():
        side_by_side(python_packages.ensure, web.ensure_packages)
    else:
        python_packages.ensure()


def _prepare_database() -> None:
    from config.setup import database

    prepare()
    database.ensure_cluster("run")
    database.start_django()
    database.ensure_filled()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
