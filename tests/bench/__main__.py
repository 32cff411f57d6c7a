"""`make bench`: every benchmark in one run, a line each; ends with 1 if one misses its limit."""

from __future__ import annotations

import argparse
import logging
import os
from collections.abc import Callable

from tests.bench import city
from tests.bench.measure import Comparison

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--scale", choices=["demo", "city", "country"], default="city")
    parser.add_argument("names", nargs="*", help="only these benchmarks")
    asked = parser.parse_args()
    city.choose(asked.scale)
    _load_django()
    city.ensure_filled(asked.scale)
    results = []
    for name, run in benchmarks().items():
        if not asked.names or name in asked.names:
            results.append(run())
            print(results[-1], flush=True)
    return int(any(result.ratio > result.limit for result in results))


def _load_django() -> None:
    import django

    import config  # noqa: F401  (makes graphql/ importable)
    from config.setup.database import ensure_static_files

    django.setup()
    _keep_the_log_to_itself()
    ensure_static_files()


def _keep_the_log_to_itself() -> None:
    """Entries are made and written, as in service, but a line each would hide the figures."""
    logging.getLogger().handlers = [logging.FileHandler(os.devnull)]


def benchmarks() -> dict[str, Callable[[], Comparison]]:
    """All benchmarks by name; add yours here."""
    from tests.bench import (
        case_pages,
        cases,
        country_tiles,
        graphql_http,
        graphql_load,
        graphql_read,
        reserve,
        routes,
        tiles,
    )
    from tests.bench import graphql_visibility as visibility
    from tests.bench.import_network import import_lines

    return {
        **graphql_read.BENCHMARKS,
        **visibility.BENCHMARKS,
        "import_network": import_lines,
        **graphql_http.BENCHMARKS,
        **graphql_load.BENCHMARKS,
        **reserve.BENCHMARKS,
        **cases.BENCHMARKS,
        **case_pages.BENCHMARKS,
        **routes.BENCHMARKS,
        **tiles.BENCHMARKS,
        **country_tiles.BENCHMARKS,
    }


if __name__ == "__main__":
    raise SystemExit(main())
