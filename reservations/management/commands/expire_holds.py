"""Write off holds whose time is over; run it once a day or more often."""

from typing import Any

from django.core.management.base import BaseCommand

from reservations.services.expiry import expire_overdue


class Command(BaseCommand):
    help = "Marks holds whose time is over as expired. They hold nothing before it runs, either."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{expire_overdue()} holds expired")
