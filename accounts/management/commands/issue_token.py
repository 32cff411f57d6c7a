"""manage.py issue_token --client CODE: a bearer token for the API, shown once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import Organisation
from accounts.roles import Role
from accounts.scopes import Scope
from accounts.services import client as clients
from accounts.services import token as tokens
from gis.refusals import Refusal


class Command(BaseCommand):
    help = "Make a bearer token for an API client and show it once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--client", required=True, help="code of the client")
        parser.add_argument("--days", type=int, default=365, help="life time (default: 365)")
        parser.add_argument("--organisation", help="code; creates the client if it is new")
        parser.add_argument("--role", choices=Role.values, help="role of a new client")
        add_scopes(parser, "without: all that the client has")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                client = clients.ensure(
                    code=options["client"],
                    organisation=organisation_called(options["organisation"]),
                    role=options["role"],
                    scopes=options["scopes"],
                )
                issued = tokens.issue(client=client, days=options["days"], scopes=options["scopes"])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        expires = issued.record.expires_at.date().isoformat()
        self.stderr.write(
            f"Token of {client} ({client.organisation}), valid until {expires}."
            " It is shown only now; send it as 'Authorization: Bearer …'."
        )
        self.stdout.write(issued.text)


def add_scopes(parser: ArgumentParser, otherwise: str) -> None:
    parser.add_argument(
        "--scopes",
        type=lambda text: text.split(","),
        help=f"some of {','.join(Scope.values)}; {otherwise}",
    )


def organisation_called(code: str | None) -> Organisation | None:
    if code is None:
        return None
    organisation = Organisation.objects.filter(code=code).first()
    if organisation is None:
        raise CommandError(f"There is no organisation with the code {code}.")
    return organisation
