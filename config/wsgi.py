"""The application as a WSGI server loads it."""

import os
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db.backends.signals import connection_created

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def limit_statements(*, connection: Any, **_: Any) -> None:
    """End statements of web requests that take too long; commands have all the time they need."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = %s", [settings.STATEMENT_TIMEOUT_MS])


connection_created.connect(limit_statements)
application = get_wsgi_application()
