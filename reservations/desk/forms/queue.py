"""The filters of the queue."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from reservations.clocks.bar import ClockLook
from reservations.desk.queue import ALL, OPEN, TASKS
from reservations.models import RequestKind
from reservations.models.clock_rule import Duty

_LIGHTS = (ClockLook.RED, ClockLook.AMBER, ClockLook.GREEN, ClockLook.PAUSED)
_EVERYTHING = [("", _("all"))]


class QueueForm(forms.Form):
    """`show` is the tab; without it the cases that are not decided."""

    show = forms.ChoiceField(
        label=_("Show"),
        choices=[
            (OPEN, _("Open requests")),
            (TASKS, _("Further tasks")),
            (ALL, _("All requests, the newest first")),
        ],
        required=False,
    )
    kind = forms.MultipleChoiceField(label=_("Kind"), choices=RequestKind.choices, required=False)
    turn = forms.ChoiceField(
        label=_("Who must act"),
        choices=[*_EVERYTHING, *((one.value, one.label) for one in (Duty.CITY, Duty.APPLICANT))],
        required=False,
    )
    light = forms.ChoiceField(
        label=_("Clock"),
        choices=[*_EVERYTHING, *((one.value, one.label) for one in _LIGHTS)],
        required=False,
    )
    applicant = forms.CharField(label=_("Applicant contains"), max_length=80, required=False)

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        """Value, words, and whether it is chosen."""
        chosen = self.data.getlist("kind") if hasattr(self.data, "getlist") else []
        return [(value, label, value in chosen) for value, label in RequestKind.choices]
