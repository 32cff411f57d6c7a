"""The administration of people, machines and what they may see, one module per concept."""

from accounts.admin import change, client, grant, organisation, user

__all__ = ["change", "client", "grant", "organisation", "user"]
