"""Drafts of what goes to the applicant, in German as all letters are; officers edit them."""

from __future__ import annotations

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils import translation

from network.models import HeldUnit
from reservations.models import ChecklistItem
from reservations.services.decision import Shown


def missing(items: Sequence[ChecklistItem]) -> str:
    """What the letter asks for, a line each."""
    with translation.override("de"):
        return "\n".join(f"– {item}" for item in items)


def reasons(
    outcome: str, units: Sequence[HeldUnit], refused: Sequence[HeldUnit], grounds: Sequence[Shown]
) -> str:
    """The reasons of a decision. A city may put a template of its own in the place of ours."""
    with translation.override("de"):
        facts = {"outcome": outcome, "units": units, "refused": refused, "grounds": grounds}
        return render_to_string("desk/drafts/reasons.txt", facts).strip()
