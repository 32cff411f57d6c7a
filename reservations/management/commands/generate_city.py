"""`manage.py generate_city`: the demo city, or the same network at city or country scale."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fixtures.city.plan import DEMO
from network.services.generalised import generalise_all
from reservations.city.contents import empty, is_empty, statistics
from reservations.city.free_capacity import refresh_side_by_side
from reservations.city.loading import load_demo
from reservations.city.scaling import load_city, load_country
from reservations.city.timing import Progress

SCALES = {"demo": load_demo, "city": load_city, "country": load_country}


class Command(BaseCommand):
    help = gettext_lazy("Fill an empty database with an invented network in Wuppertal.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--scale",
            choices=SCALES,
            default="demo",
            help=_("demo: 600 segments; city: 60,000; country: 1,200,000"),
        )
        parser.add_argument(
            "--seed", type=int, default=DEMO.seed, help=_("another number, another network")
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help=_("first delete all assets, reservations and their history"),
        )

    def handle(
        self, *args: Any, scale: str, seed: int, replace: bool, verbosity: int, **options: Any
    ) -> None:
        progress = Progress(self.stdout.write if verbosity else lambda line: None)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 0")
            self._make_room(replace, progress)
            SCALES[scale](seed, progress)
        with progress.step("free capacity") as step:
            step.rows = refresh_side_by_side()
        with progress.step("small scales"):
            generalise_all()
        if verbosity:
            self.stdout.write("\n".join(statistics()))

    def _make_room(self, replace: bool, progress: Progress) -> None:
        if replace:
            with progress.step("emptied"):
                empty()
        elif not is_empty():
            raise CommandError(
                _("There is a network already. --replace deletes it, its reservations and history.")
            )
