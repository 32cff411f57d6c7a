"""`manage.py run_daily`: everything that must happen once a day; doing it twice does no harm."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gis import daily


class Command(BaseCommand):
    help = "Does everything that must happen once a day. A part that fails stops no other."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--due", action="store_true", help="only what was not done today, from 5 o'clock on"
        )

    def handle(self, *args: Any, due: bool, **options: Any) -> None:
        done = daily.run(only_due=due)
        for row in done:
            self.stdout.write(f"{row.name}: {row.problem or 'done'}")
        failed = [row.name for row in done if row.problem]
        if failed:
            raise CommandError(f"failed: {', '.join(failed)}")
