"""Consent that counts as given because nobody decided in time."""

from __future__ import annotations

import graphene

from registry_api.plan import Column, Concept, ToOne
from reservations import models


class DeemedConsent(Concept):
    """Given by law (§ 127 TKG), and noted by the registry."""

    class Meta:
        model = models.DeemedConsent
        identifier = "pk"

    since = Column(graphene.Date, required=True, description="First day after the deadline.")
    rule = ToOne("clock_rule.ClockRule", required=True, description="By which it counts as given.")
    recorded_at = Column(graphene.DateTime, required=True, description="When it was noted here.")
