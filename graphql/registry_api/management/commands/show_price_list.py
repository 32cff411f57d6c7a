"""`manage.py show_price_list`: the page docs/graphql-limits.md."""

from typing import Any

from django.core.management.base import BaseCommand

from registry_api.price_list import as_markdown


class Command(BaseCommand):
    help = "Writes limits and prices of GraphQL as the page docs/graphql-limits.md."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(as_markdown(), ending="")
