"""Headers and cookies that protect every page."""

import pytest
from django.db import OperationalError, connection
from django.db.backends.signals import connection_created
from django.http import HttpResponse
from django.test import Client, RequestFactory

from config.content_security import HEADER, ContentSecurityPolicy, policy
from config.secret_key import load_or_create


def test_scripts_come_from_here_and_pictures_from_the_backgrounds(settings):
    settings.BACKGROUNDS = [
        {"url": "https://{s}.tiles.example/{z}/{x}/{y}.png"},
        {"url": "javascript:alert(1)"},
        {"url": ""},
    ]

    rules = dict(rule.split(" ", 1) for rule in policy().split("; "))

    assert rules["script-src"] == "'self'"
    assert rules["img-src"] == "'self' data: blob: https://*.tiles.example"
    assert rules["frame-ancestors"] == "'none'"


def test_a_view_may_set_its_own_policy():
    respond = ContentSecurityPolicy(lambda request: HttpResponse(headers={HEADER: "own"}))

    assert respond(RequestFactory().get("/")).headers[HEADER] == "own"


@pytest.mark.django_db
@pytest.mark.usefixtures("front_end_unbuilt")
def test_pages_carry_the_protecting_headers(client: Client):
    response = client.get("/accounts/login/")

    assert response.status_code == 200
    assert "object-src 'none'" in response.headers[HEADER]
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_the_secret_key_is_made_once_and_private(tmp_path):
    path = tmp_path / "below" / "secret_key"

    key = load_or_create(path)

    assert len(key) > 60
    assert load_or_create(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret_key"]


@pytest.mark.django_db
def test_statements_of_web_requests_end_in_time(settings):
    from config import wsgi

    settings.STATEMENT_TIMEOUT_MS = 50
    try:
        wsgi.limit_statements(connection=connection)
        with connection.cursor() as cursor, pytest.raises(OperationalError, match="timeout"):
            cursor.execute("SELECT pg_sleep(5)")
    finally:
        connection_created.disconnect(wsgi.limit_statements)
