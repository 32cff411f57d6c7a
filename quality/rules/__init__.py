"""The rules of data quality. To add one: a declaration here, a case in its test."""

from __future__ import annotations

from django.db import models

from quality.rules import asset, cable, duct, gateway, segment, site
from quality.rules.rule import CONCEPTS, PLACES, Rule, Severity

ALL: tuple[Rule, ...] = (
    *asset.RULES,
    *site.RULES,
    *segment.RULES,
    *duct.RULES,
    *cable.RULES,
    *gateway.RULES,
)
BY_CODE = {rule.code: rule for rule in ALL}

QualityRule = models.TextChoices(  # type: ignore[misc]
    "QualityRule", [(rule.code.upper(), (rule.code, rule.title)) for rule in ALL]
)
"""The codes as choices, for filters and the interface."""


def rules_on(concept: str) -> list[Rule]:
    return [rule for rule in ALL if concept in rule.on]


__all__ = [
    "ALL",
    "BY_CODE",
    "CONCEPTS",
    "PLACES",
    "QualityRule",
    "Rule",
    "Severity",
    "rules_on",
]
