"""How often somebody may try to log in: counted by address and by account, known or not.

An attempt is counted before the password is looked at, so that many at once do not slip through,
and given back when it was right.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gis import rate
from gis.refusals import Refusal

PER_ACCOUNT = rate.Allowance(most=10, seconds=600)
"""A wrong password a minute, ten at first."""

PER_ADDRESS = rate.Allowance(most=30, seconds=600)
"""A whole office can sit behind one address."""


class Attempt:
    """One try to log in. Raises Refusal RATE_LIMITED where there were too many before."""

    def __init__(self, request: HttpRequest, email: str) -> None:
        self._buckets = (
            (PER_ADDRESS, f"login from {rate.address_of(request)}"),
            (PER_ACCOUNT, f"login as {email.strip().casefold()}"),
        )
        # By address first: whoever is stopped there locks nobody out of an account.
        for allowance, name in self._buckets:
            budget = rate.take_of(allowance, name, 1)
            if not budget.enough:
                raise _refusal(budget.seconds)

    def succeeded(self) -> None:
        """Give back what was counted."""
        for allowance, name in self._buckets:
            rate.take_of(allowance, name, -1)


def _refusal(seconds: int) -> Refusal:
    message = _("Too many attempts to log in. Try again in %(seconds)d seconds.")
    return Refusal("RATE_LIMITED", message % {"seconds": seconds}, None, retryAfterSeconds=seconds)
