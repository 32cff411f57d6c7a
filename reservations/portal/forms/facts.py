"""The facts of a request: what for, when, whom to ask."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gis.refusals import Refusal
from network.periods import Period, checked_future_period
from reservations.forms.dialogue import day_field, dress
from reservations.models import ROAD_KINDS, AccessRequest, RequestKind
from reservations.portal.forms.step import Step

_NAMES = ("subject", "description", "contact_name", "contact_email", "contact_phone", "permit_on")


class FactsForm(Step):
    """`version` is missing for a case that is about to be made; `id` is what it will be called."""

    id = forms.CharField(widget=forms.HiddenInput, required=False, initial=uuid4)
    kind = forms.ChoiceField(
        label=_("What you ask for"),
        choices=[(one.value, capfirst(one.label)) for one in RequestKind],
        initial=RequestKind.DUCT_ACCESS,
    )
    subject = forms.CharField(
        label=_("Subject"), max_length=200, help_text=_("One line by which you find it again.")
    )
    description = forms.CharField(
        label=_("Project description"),
        help_text=_("What you want to build and what you need for it."),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    first = day_field(_("First day"))
    last = day_field(_("Last day"))
    permit_on = day_field(
        _("Permit applied for on"),
        _("For consents: the day on which you apply for the permit."),
        required=False,
    )
    contact_name = forms.CharField(label=_("Contact person"), max_length=200)
    contact_email = forms.EmailField(label=_("Contact e-mail"))
    contact_phone = forms.CharField(label=_("Contact telephone"), max_length=40, required=False)

    def __init__(self, *args: Any, case: AccessRequest | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if case is not None:
            del self.fields["kind"], self.fields["id"]
            if case.kind not in ROAD_KINDS:
                del self.fields["permit_on"]
        for field in self.fields.values():
            dress(field)

    def clean_id(self) -> UUID | None:
        """What is no id asks for a new one."""
        try:
            return UUID(self.cleaned_data["id"])
        except ValueError:
            return None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last:
            try:
                given["period"] = checked_future_period(first, last)
            except Refusal as refusal:
                self.add_error("first" if last >= first else "last", str(refusal))
        return given

    @property
    def facts(self) -> dict[str, Any]:
        """As the services take them."""
        given = self.cleaned_data
        known = {name: given[name] for name in _NAMES if name in given}
        return {**known, "period": given["period"]}


def facts_of(case: AccessRequest) -> dict[str, Any]:
    """What the form of a case starts with."""
    period = Period.of_range(case.period)
    assert period is not None
    known = {name: getattr(case, name) for name in _NAMES}
    return {**known, "first": period.first, "last": period.last, "version": case.version}


def usual_facts(by: User) -> dict[str, Any]:
    """What is known of who asks."""
    return {"contact_name": by.full_name, "contact_email": by.email}
