"""The database of a test, for processes that it starts."""

from urllib.parse import quote

from django.db import connection


def database_url() -> str:
    """The test's own database as another process reaches it."""
    known = connection.settings_dict
    host, port = quote(str(known["HOST"]), safe=""), known["PORT"] or 5432
    return f"postgis://{known['USER']}:{known['PASSWORD']}@{host}:{port}/{known['NAME']}"
