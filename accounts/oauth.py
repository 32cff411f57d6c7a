"""OAuth 2 by the toolkit, state by the registry: client credentials and nothing else.

The toolkit and oauthlib speak the protocol (RFC 6749, 7009, 7662); who a client is, what its
secrets and tokens are, is asked of our own services. Its own tables stay empty
(docs/decisions/0050).
"""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest
from oauth2_provider.oauth2_backends import OAuthLibCore
from oauth2_provider.oauth2_validators import OAuth2Validator

from accounts.models import ApiClient, ApiSecret
from accounts.secrets import TOKEN_PREFIX, new_text
from accounts.services import secret as secrets
from accounts.services import token as tokens

_CODE = re.compile(r"[-a-zA-Z0-9_]{1,60}")


class Presented:
    """The client that a request names; `secret` is set once it has proved to be it."""

    client_type = "confidential"

    def __init__(self, client_id: str) -> None:
        self.client_id = client_id
        self.secret: ApiSecret | None = None

    @property
    def client_secret(self) -> Presented:
        """What the toolkit hands on to `_check_secret`."""
        return self

    @property
    def client(self) -> ApiClient:
        assert self.secret is not None, "only asked of clients that are authenticated"
        return self.secret.client


class ClientCredentials(OAuth2Validator):
    """Answers the questions of the protocol from the registry's own clients and tokens."""

    # --- who asks: the toolkit reads the header or the form and comes here
    def _load_application(self, client_id: Any, request: Any) -> Presented | None:
        named = isinstance(client_id, str) and _CODE.fullmatch(client_id)
        request.client = Presented(client_id) if named else None
        return request.client

    def _check_secret(self, provided_secret: str, stored_secret: Presented) -> bool:
        stored_secret.secret = secrets.authenticate(
            code=stored_secret.client_id, text=provided_secret
        )
        return stored_secret.secret is not None

    def client_authentication_required(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        return True

    # --- what it gets
    def validate_grant_type(
        self, client_id: str, grant_type: str, client: Any, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        return grant_type == "client_credentials"

    def get_default_scopes(
        self, client_id: str, request: Any, *args: Any, **kwargs: Any
    ) -> list[str]:
        return list(request.client.client.scopes)

    def validate_scopes(
        self, client_id: str, scopes: Any, client: Any, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        return bool(scopes) and set(scopes) <= set(client.client.scopes)

    def save_bearer_token(
        self, token: dict[str, Any], request: Any, *args: Any, **kwargs: Any
    ) -> None:
        tokens.obtain(
            secret=request.client.secret,
            text=token["access_token"],
            scopes=request.scopes,
            seconds=token["expires_in"],
        )

    # --- what becomes of it
    def revoke_token(
        self, token: str, token_type_hint: str, request: Any, *args: Any, **kwargs: Any
    ) -> None:
        found = tokens.of_client(request.client.client, token)
        if found is not None:
            tokens.revoke(found)

    def introspect_token(
        self, token: str, token_type_hint: str, request: Any, *args: Any, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Facts about a usable token of the asking client; None for everything else."""
        client = request.client.client
        found = tokens.of_client(client, token, usable=True)
        if found is None:
            return None
        return {
            "client_id": client.code,
            "scope": " ".join(scope for scope in found.scopes if scope in client.scopes),
            "token_type": "Bearer",
            "exp": int(found.expires_at.timestamp()),
            "iat": int(found.created_at.timestamp()),
        }


class Core(OAuthLibCore):
    """The toolkit's bridge to oauthlib, with the introspection that it does not pass on."""

    def create_introspection_response(
        self, request: HttpRequest
    ) -> tuple[None, dict[str, str], str, int]:
        uri, http_method, body, headers = self._extract_params(request)
        answer = self.server.create_introspect_response(uri, http_method, body, headers)
        return None, *answer


def new_token(_request: Any) -> str:
    """What the toolkit hands out as an access token."""
    return new_text(TOKEN_PREFIX)
