"""Import network data from a file, a folder or a zip by a mapping."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assets.importing.shipped import choose_area, find_mapping
from gis.importing.archive import Limits
from gis.importing.engine import Job, run
from gis.importing.mapping import load
from gis.importing.problems import ImportProblem
from gis.importing.report import Report, check_report_path
from gis.importing.targets import registered
from history.context import acting


class Command(BaseCommand):
    """All of a delivery is imported or nothing; docs/import.md explains mappings and reports."""

    help = gettext_lazy("Import network data by a mapping (docs/import.md).")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the command line."""
        parser.add_argument("source", type=Path, help=_("file, folder or zip"))
        parser.add_argument(
            "--mapping", required=True, help=_("TOML file, or the name of a shipped mapping")
        )
        parser.add_argument("--dry-run", action="store_true", help=_("change nothing, only report"))
        parser.add_argument("--report", type=Path, help=_("write the report (.txt, .json, .gpkg)"))
        parser.add_argument("--area", help=_("minE,minN,maxE,maxN in EPSG:25832, or none"))

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Import and print the report; every problem of the delivery ends as one sentence."""
        try:
            report = self._import(options)
            if options["report"]:
                report.write(options["report"])
        except ImportProblem as problem:
            raise CommandError(f"{problem} [{problem.code}]", returncode=2) from problem
        self.stdout.write(report.as_text())

    def _import(self, options: dict[str, Any]) -> Report:
        if options["report"]:
            check_report_path(options["report"])
        path = find_mapping(options["mapping"])
        mapping = load(path, registered())
        job = Job(
            source=options["source"],
            mapping=mapping,
            mapping_name=path.name,
            targets=registered(),
            area=choose_area(options["area"], mapping),
            limits=Limits(total_bytes=settings.IMPORT_MAX_UNPACKED_MB * 1_000_000),
            dry_run=options["dry_run"],
            progress=self._show,
        )
        with acting(None, f"import {job.source.name} ({path.name})"):
            return run(job)

    def _show(self, step: str, layer: str, rows: int) -> None:
        """One line per step on the error stream, so that the report alone can be redirected."""
        number = f" ({rows})" if rows else ""
        self.stderr.write(f"{step} {layer}{number}".replace("  ", " "), ending="\n")
