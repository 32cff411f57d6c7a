"""The reservations room in the administration."""

from reservations.admin import access_request, catalogue, claim, exemption, mail

__all__ = ["access_request", "catalogue", "claim", "exemption", "mail"]
