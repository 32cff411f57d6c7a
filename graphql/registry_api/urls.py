"""The one address of the GraphQL door."""

from django.urls import path

from registry_api.view import GraphQLView

urlpatterns = [path("", GraphQLView.as_view(), name="graphql")]
