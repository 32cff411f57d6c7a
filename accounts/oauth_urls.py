"""Addresses of OAuth 2: what client credentials need, and nothing else of the toolkit."""

from django.urls import path

from accounts.views import oauth

urlpatterns = [
    path("token/", oauth.TokenEndpoint.as_view(), name="oauth_token"),
    path("revoke/", oauth.RevocationEndpoint.as_view(), name="oauth_revoke"),
    path("introspect/", oauth.IntrospectionEndpoint.as_view(), name="oauth_introspect"),
]
