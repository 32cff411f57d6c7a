"""`manage.py import_districts FILE`: the districts of the city, for the sums of the overview."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis.districts import replace_districts
from gis.refusals import Refusal


class Command(BaseCommand):
    help = gettext_lazy("Replace the districts by the polygons of a file (GeoPackage, GeoJSON …).")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--name", default="name", help=_("column with the names"))

    def handle(self, *args: Any, file: Path, name: str, verbosity: int, **options: Any) -> None:
        try:
            number = replace_districts(file, name)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        if verbosity:
            self.stdout.write(_("%(n)d districts") % {"n": number})
