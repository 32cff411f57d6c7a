"""Findings follow from the plant, which the change feed tells of."""

from history.feed import keep_inside
from quality.models import Finding


def declare() -> None:
    keep_inside("Derived from the plant by rules; asked for where they are needed.", Finding)
