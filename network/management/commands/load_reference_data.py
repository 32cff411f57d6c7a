"""`manage.py load_reference_data`: catalogues from fixtures/reference into the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.catalogues.files import ReferenceDataError, read
from network.catalogues.load import Report, load
from network.catalogues.upsert import Outcome


class Command(BaseCommand):
    """Safe to run at any time: the second run changes nothing."""

    help = gettext_lazy("Load colour orders, types, fill limits, band plans and legal clocks.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--folder",
            type=Path,
            default=settings.BASE_DIR / "fixtures" / "reference",
            help=_("folder with the files (default: fixtures/reference)"),
        )

    def handle(self, *args: Any, folder: Path, verbosity: int, **options: Any) -> None:
        try:
            report = load(read(folder))
        except ReferenceDataError as error:
            raise CommandError(str(error)) from error
        if verbosity > 0:
            self._print(report)

    def _print(self, report: Report) -> None:
        for kind, outcomes in report.codes.items():
            counts = {outcome.value: len(outcomes.get(outcome, [])) for outcome in Outcome}
            text = _(
                "%(kind)s: %(created)d created, %(changed)d changed, %(unchanged)d unchanged,"
                " %(kept)d kept because they were edited here"
            )
            self.stdout.write(text % {"kind": kind._meta.verbose_name_plural, **counts})
        kept = report.all_of(Outcome.KEPT)
        if kept:
            self.stdout.write(_("Edited here and kept: %(codes)s") % {"codes": ", ".join(kept)})
