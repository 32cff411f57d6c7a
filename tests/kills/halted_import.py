"""An import that stops at a given moment and waits to be killed, run by `test_import.py`.

    python -m tests.kills.halted_import MOMENT SOURCE MAPPING

It prints `halted` when it is there.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def halt() -> None:
    print("halted", flush=True)
    time.sleep(600)


class HalfStream(io.StringIO):
    """Gives the first half of what is copied, and no more."""

    def read(self, size: int | None = -1) -> str:
        if self.tell() > len(self.getvalue()) // 2:
            halt()
        return super().read(size)


def half_copied(stream: Callable[..., io.StringIO]) -> Callable[..., io.StringIO]:
    """Sites are small; the second delivery copied is that of the lines."""
    seen: list[int] = []

    def streamed(rows: Any) -> io.StringIO:
        seen.append(1)
        whole = stream(rows)
        return whole if len(seen) == 1 else HalfStream(whole.getvalue())

    return streamed


def halted_after(work: Callable[..., Any], times: int) -> Callable[..., Any]:
    """Works as ever and halts when it has done so this often."""
    seen: list[int] = []

    def worked(*arguments: Any, **options: Any) -> Any:
        done = work(*arguments, **options)
        seen.append(1)
        if len(seen) == times:
            halt()
        return done

    return worked


def patches() -> dict[str, Any]:
    """By moment: what is replaced, and by what."""
    from assets.importing import upsert
    from gis.importing import engine, staging

    return {
        "copying": patch.object(staging, "_stream", half_copied(staging._stream)),
        "cleaning": patch.object(engine, "clean", halted_after(engine.clean, 2)),
        "writing": patch.object(upsert, "_insert", halted_after(upsert._insert, 2)),
        "checking": patch.object(
            engine, "count_what_was_filled", halted_after(engine.count_what_was_filled, 1)
        ),
    }


if __name__ == "__main__":
    import django

    django.setup()
    from django.core.management import call_command

    moment, source, mapping = sys.argv[1:]
    with patches()[moment]:
        call_command("import_network", source, mapping=mapping)
