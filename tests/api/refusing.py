"""Posts that must not be answered well, and what their answers may never hold."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

INTERNALS = ("Traceback", "psycopg2", 'File "', "SELECT ", "django.")


def post(user: Any, body: Any, **headers: Any) -> tuple[int, dict[str, Any]]:
    client = Client()
    if user is not None:
        client.force_login(user)
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    kind = "application/graphql-response+json"
    headers = {"content_type": "application/json", "HTTP_ACCEPT": kind, **headers}
    response = client.post("/graphql/", text, **headers)
    assert response.headers["Content-Type"] == f"{kind}; charset=utf-8"
    content = response.content.decode()
    assert not [word for word in INTERNALS if word in content]
    return response.status_code, json.loads(content)


def code_of(answer: dict[str, Any]) -> str:
    return answer["errors"][0]["extensions"]["code"]
