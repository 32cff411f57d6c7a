"""Inviting people and making API clients."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.roles import CAPABILITIES, Role
from accounts.scopes import scopes_of
from accounts.services import team
from gis.refusals import Refusal
from reservations.forms.dialogue import dress


class _Dressed(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)

    def refuse(self, refusal: Refusal) -> None:
        """Say it at the field it concerns, where the form has it."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class InviteForm(_Dressed):
    email = forms.EmailField(label=_("E-mail"))
    full_name = forms.CharField(label=_("Name"), max_length=150)
    role = forms.ChoiceField(
        label=_("Role"), choices=[(one.value, capfirst(one.label)) for one in team.ROLES]
    )


class ClientForm(_Dressed):
    """A client gets the role of a partner, with all scopes or some of them."""

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Part of its id: letters, digits, hyphens.")
    )
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("What it is for."))
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=[(one.value, one.label) for one in scopes_of(CAPABILITIES[Role.PARTNER])],
        initial=["read"],
        widget=forms.CheckboxSelectMultiple,
    )

    @property
    def scope_rows(self) -> list[tuple[str, Any, bool]]:
        """Value, words, and whether it is chosen."""
        chosen = self["scopes"].value() or []
        return [(value, label, value in chosen) for value, label in self.fields["scopes"].choices]
