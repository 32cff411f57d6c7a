"""`manage.py refresh_overview`: the sums of the overview page; run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from network.services.capacity_summary import refresh_all
from network.services.overview import refresh_overview


class Command(BaseCommand):
    help = "Adds the network up by district and kind for the overview."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        refresh_all()
        figures = refresh_overview()
        if verbosity:
            self.stdout.write(f"{figures} figures")
