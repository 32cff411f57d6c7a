"""The checklist of a case as a form, with the request for what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reservations.access.steps import LONGEST_LETTER
from reservations.desk.forms.fields import letter_field
from reservations.forms.dialogue import Dialogue
from reservations.models import Answer, ChecklistItem
from reservations.services.checklist import Checked

COMPLETE, DRAFT, ASK = "complete", "draft", "ask"


class CompletenessForm(Dialogue):
    """`draft` writes the request for what is missing, `ask` sends it, `complete` begins review."""

    action = forms.ChoiceField(choices=[(one, one) for one in (COMPLETE, DRAFT, ASK)])
    missing = letter_field(
        _("Request for what is missing"),
        _("Goes to the applicant as it stands here."),
        LONGEST_LETTER,
        required=False,
    )

    def __init__(self, *args: Any, items: Sequence[Checked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for one in items:
            self.fields[_name(one.item)] = forms.ChoiceField(
                label=str(one.item), choices=answers_to(one.item), required=False
            )
            if one.answer is not None:
                self.initial.setdefault(_name(one.item), one.answer.value)

    def clean(self) -> dict[str, Any]:
        """Whoever finds it complete has looked at everything that is always needed."""
        given = super().clean() or {}
        if given.get("action") == COMPLETE:
            for one in self.items:
                if one.item.required and not given.get(_name(one.item)):
                    self.add_error(_name(one.item), _("Say whether this is there."))
        return given

    @property
    def answers(self) -> dict[ChecklistItem, Answer]:
        """What was answered."""
        given = ((one.item, self.cleaned_data.get(_name(one.item))) for one in self.items)
        return {item: Answer(answer) for item, answer in given if answer}

    @property
    def missing_items(self) -> list[ChecklistItem]:
        return [item for item, answer in self.answers.items() if answer == Answer.MISSING]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each item with its choices, for the template."""
        return [self._row(one) for one in self.items]

    def _row(self, one: Checked) -> dict[str, Any]:
        field = self[_name(one.item)]
        chosen = field.value()
        choices = [(value, label, value == chosen) for value, label in field.field.choices]
        return {"checked": one, "field": field, "choices": choices}


def answers_to(item: ChecklistItem) -> list[tuple[str, Any]]:
    """What can be found of an item; what is always needed cannot be "not needed"."""
    known = [Answer.THERE, Answer.MISSING]
    if not item.required:
        known.append(Answer.NOT_NEEDED)
    return [(one.value, one.label) for one in known]


def _name(item: ChecklistItem) -> str:
    return f"item_{item.pk}"
