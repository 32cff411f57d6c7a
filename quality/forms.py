"""Forms of the work list: what is shown, and the decision on a finding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quality.filters.finding import FindingConcept
from quality.models import FindingState
from quality.rules import QualityRule, Severity


class WorkListForm(forms.Form):
    """The filters of `FindingFilter` that people choose from; open ones where nobody chose."""

    state = forms.MultipleChoiceField(
        label=_("State"), choices=FindingState.choices, required=False
    )
    severity = forms.MultipleChoiceField(
        label=_("Severity"), choices=Severity.choices, required=False
    )
    concept = forms.MultipleChoiceField(
        label=_("Kind of object"), choices=FindingConcept.choices, required=False
    )
    rule = forms.MultipleChoiceField(label=_("Rule"), choices=QualityRule.choices, required=False)
    code_starts_with = forms.CharField(label=_("Code starts with"), max_length=80, required=False)

    @property
    def checks(self) -> list[tuple[Any, list[tuple[str, str, bool]]]]:
        """The fields with few choices, each with value, label and whether it is chosen."""
        return [(self[name], _choices(self[name])) for name in ("state", "severity", "concept")]

    @property
    def rules(self) -> list[tuple[str, str, bool]]:
        return _choices(self["rule"])


def _choices(field: Any) -> list[tuple[str, str, bool]]:
    chosen = field.value() or []
    return [(value, label, value in chosen) for value, label in field.field.choices]


class DecisionForm(forms.Form):
    """`version` is that of the finding as the person saw it."""

    action = forms.ChoiceField(choices=[("accept", "accept"), ("reopen", "reopen")])
    version = forms.IntegerField(widget=forms.HiddenInput)
    acceptance = forms.CharField(
        label=_("Reason"),
        help_text=_("Others will read why the finding may stand."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "kern-form-input__input"}),
    )
