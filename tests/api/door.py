"""A person at the GraphQL door, logged in once."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client


class Door:
    """`door(query, **variables)` posts as the person (None: without a login) and reads JSON."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self._client = Client()
        if user is not None:
            self._client.force_login(user)

    def __call__(self, query: str, **variables: Any) -> dict[str, Any]:
        body = json.dumps({"query": query, "variables": variables})
        response = self._client.post("/graphql/", body, content_type="application/json")
        assert "Traceback" not in response.content.decode()
        return json.loads(response.content)
