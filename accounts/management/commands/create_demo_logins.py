"""`manage.py create_demo_logins`: the people of the demo city, whose password is public."""

from typing import Any

from django.contrib.gis.geos import MultiPolygon, Polygon
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Membership, Organisation, User
from fixtures.city.logins import Login, read_logins
from gis import srid
from history.context import acting


class Command(BaseCommand):
    help = (
        "Makes the people of the demo city. Their password is public: never use it with own data."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        logins = read_logins()
        with acting(None, "demo city"):
            for login in logins.people:
                _create(login, logins.password)
        if options["verbosity"]:
            self.stdout.write(f"{len(logins.people)} demo logins")


def _create(login: Login, password: str) -> None:
    """Make one person, or leave an existing one of that address as it is."""
    try:
        organisation = Organisation.objects.get(code=login.organisation)
    except Organisation.DoesNotExist:
        raise CommandError(f"There is no organisation {login.organisation} yet.") from None
    if not User.objects.filter(email__iexact=login.email).exists():
        user = User.objects.create_user(
            login.email,
            password,
            full_name=login.name,
            is_staff=login.role != "partner",
            is_superuser=login.superuser,
        )
        area = login.area and MultiPolygon(Polygon.from_bbox(login.area), srid=srid.STORAGE)
        Membership.objects.create(user=user, organisation=organisation, role=login.role, area=area)
