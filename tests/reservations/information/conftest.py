"""Packages are about cases: the same scene, law and clock."""

from tests.reservations.access.conftest import clock, law, scene

__all__ = ["clock", "law", "scene"]
