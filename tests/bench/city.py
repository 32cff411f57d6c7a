"""The database of the benchmarks: a generated city beside the one people work with."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import psycopg2
from psycopg2 import sql

from config.setup.cluster import DATABASE, Cluster

if TYPE_CHECKING:
    from accounts.models import User


def choose(scale: str) -> None:
    """Point the settings at the benchmarks' own database of this scale, made where missing.

    A DATABASE_URL in the environment is taken as it is. Must run before Django is loaded.
    """
    if os.environ.get("DATABASE_URL"):
        return
    cluster = Cluster("run")
    cluster.start()
    name = f"bench_{scale}"
    _make_database(cluster, name)
    os.environ["DATABASE_URL"] = cluster.url.removesuffix(DATABASE) + name


def _make_database(cluster: Cluster, name: str) -> None:
    connection = psycopg2.connect(cluster.url.replace("postgis://", "postgresql://"))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    finally:
        connection.close()


def someone(role: str) -> User:
    """A person with this role in the city, made where there is none."""
    from accounts.models import Membership, Organisation, User

    user = User.objects.filter(memberships__role=role).first()
    if user is None:
        user = User.objects.create_user(f"bench-{role}@city.example", is_active=True)
        city = Organisation.objects.filter(kind="city_department").earliest("pk")
        Membership.objects.create(user=user, organisation=city, role=role)
    return user


def known(user: User) -> User:
    """The account as a request has it after its session or token was read."""
    from django.db import connection

    from accounts.account import COLUMNS, account_from

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM accounts_user u WHERE u.id = %s", [user.pk])
        return account_from(cursor.fetchone())


def bearer(role: str) -> str:
    """The header of a new token of a client with this role."""
    from accounts.models import Organisation
    from accounts.services import client as clients
    from accounts.services import token as tokens

    city = Organisation.objects.filter(kind="city_department").earliest("pk")
    client = clients.ensure(code=f"bench-{role}", organisation=city, role=role)
    return f"Bearer {tokens.issue(client=client, days=1).text}"


def ensure_filled(scale: str) -> None:
    """Migrate, and generate the city if there is none yet."""
    from django.core.management import call_command
    from django.db import connection

    from assets.models import Segment

    call_command("migrate", interactive=False, verbosity=0)
    if Segment.objects.exists():
        return
    call_command("load_reference_data", verbosity=0)
    call_command("generate_city", scale=scale)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
