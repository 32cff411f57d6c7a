"""Delete the kept answers of idempotency keys that are too old."""

from typing import Any

from django.core.management.base import BaseCommand

from registry_api.idempotency import KEPT_HOURS, forget


class Command(BaseCommand):
    help = f"Deletes answers kept for idempotency keys for more than {KEPT_HOURS} hours."

    def handle(self, *args: Any, **options: Any) -> None:
        number = 0
        while forgotten := forget():
            number += forgotten
        self.stdout.write(f"{number} answers forgotten")
