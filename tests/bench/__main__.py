"""`make bench`: every benchmark in one run, a line each; ends with 1 if one misses its limit."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("STATEMENT_TIMEOUT_MS", "0")


def main() -> int:
    import config  # noqa: F401  (makes graphql/ importable)

    django.setup()
    wanted = set(sys.argv[1:])
    results = [run() for name, run in benchmarks().items() if not wanted or name in wanted]
    print("\n".join(map(str, results)))
    return int(any(result.ratio > result.limit for result in results))


def benchmarks() -> dict[str, Callable]:
    """All benchmarks by name; add yours here."""
    from tests.bench.graphql_read import assets_in_box

    return {"assets_in_box": assets_in_box}


if __name__ == "__main__":
    raise SystemExit(main())
