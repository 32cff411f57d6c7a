"""Conversations on the cases of the other tests; pages in English."""

from tests.reservations.access.conftest import clock, law, scene  # noqa: F401
