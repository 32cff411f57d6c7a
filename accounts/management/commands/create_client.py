"""manage.py create_client CODE --organisation ORG: a new API client; its secret is shown once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.management.commands.issue_token import add_scopes, organisation_called
from accounts.roles import Role
from accounts.services import client as clients
from accounts.services import secret as secrets
from gis.refusals import Refusal, worded
from history.context import acting


class Command(BaseCommand):
    help = "Make an API client with its first secret, which is shown once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="its client id")
        parser.add_argument("--organisation", required=True, help="code of the organisation")
        parser.add_argument("--role", choices=Role.values, default=Role.PARTNER.value)
        add_scopes(parser, "without: all that the role can use")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = organisation_called(options["organisation"])
        facts = {"name": options["code"], "scopes": options["scopes"], "role": options["role"]}
        try:
            with worded(), acting(None, "command line"):
                client = clients.make(code=options["code"], organisation=organisation, **facts)
                issued = secrets.replace(client)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stderr.write(
            f"Client {client.code} ({client.organisation}) may {', '.join(client.scopes)}."
            " This is its secret, which is shown only now:"
        )
        self.stdout.write(issued.text)
