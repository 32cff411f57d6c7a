"""Write off holds whose time is over; run it once a day or more often."""

from typing import Any

from django.core.management.base import BaseCommand

from reservations.services.case_calendar import note_the_day
from reservations.services.expiry import expire_overdue


class Command(BaseCommand):
    help = (
        "Marks holds and offers whose time is over as expired and ends requests whose granted "
        "time is over. Holds and offers count for nothing before it runs, either."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{expire_overdue()} holds expired")
        self.stdout.write(f"{note_the_day()} requests ended")
