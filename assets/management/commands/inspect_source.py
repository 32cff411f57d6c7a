"""Show what a delivery holds and draft a mapping for it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assets.importing.draft import draft
from gis.importing.archive import Limits
from gis.importing.inspection import describe, inspect
from gis.importing.problems import ImportProblem
from gis.importing.sources import Source


class Command(BaseCommand):
    """Reads only; docs/import.md explains what to do with the draft."""

    help = gettext_lazy("Show the layers of a file, folder or zip and draft a mapping.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the command line."""
        parser.add_argument("source", type=Path, help=_("file, folder or zip"))
        parser.add_argument("--draft", type=Path, help=_("write the draft of a mapping here"))

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Print every layer, then the draft."""
        limits = Limits(total_bytes=settings.IMPORT_MAX_UNPACKED_MB * 1_000_000)
        path: Path = options["source"]
        try:
            with Source(path, limits) as source:
                layers = inspect(source)
        except ImportProblem as problem:
            raise CommandError(f"{problem} [{problem.code}]", returncode=2) from problem
        for found in layers:
            self.stdout.write("\n".join([*describe(found, settings.CITY_AREA), ""]))
        text = "\n".join(draft(layers, path.stem, settings.CITY_AREA)) + "\n"
        if options["draft"] is None:
            self.stdout.write(text)
        else:
            self._write(options["draft"], text)

    def _write(self, path: Path, text: str) -> None:
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(
                _("The draft cannot be written to “%(path)s”.") % {"path": path}, returncode=2
            ) from error
