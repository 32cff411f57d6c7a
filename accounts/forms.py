"""Forms of the account pages: log in by e-mail, change the password, make a personal token."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.scopes import Scope
from accounts.services import personal_token


class LoginForm(AuthenticationForm):
    username = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"}),
    )
    error_messages = {
        "invalid_login": _("E-mail and password do not match. Please try again."),
        "inactive": _("This account has been closed."),
    }

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        _dress(self)
        if self.is_bound and self.non_field_errors():
            wrong = {"aria-invalid": "true", "aria-describedby": "form-refused"}
            self.fields["password"].widget.attrs.update(wrong)

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        if user.is_service:
            raise self.get_invalid_login_error()


class ChangePasswordForm(PasswordChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self)


class FirstPasswordForm(SetPasswordForm):
    """For somebody who was invited."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self)


class PersonalTokenForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=personal_token.LONGEST_NAME,
        help_text=_("What the token is for, for example “nightly export”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = forms.IntegerField(label=_("Valid for days"), initial=30, min_value=1)
    scopes = forms.MultipleChoiceField(label=_("What it may do"))

    def __init__(self, *args: Any, scopes: Collection[Scope], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = settings.PERSONAL_TOKEN_MAX_DAYS
        days = self.fields["days"]
        days.max_value = most
        days.validators.append(MaxValueValidator(most))
        days.widget.attrs["max"] = most
        self.fields["scopes"].choices = [(scope.value, scope.label) for scope in scopes]
        _dress(self)  # last, because it asks for the errors

    def chosen(self) -> list[tuple[str, str, bool]]:
        """Value, words and state of each scope; reading is offered first."""
        picked = self["scopes"].value() if self.is_bound else [Scope.READ.value]
        return [(value, label, value in picked) for value, label in self.fields["scopes"].choices]


def _dress(form: forms.Form) -> None:
    """Give every input the look of the design system and, after an error, its mark."""
    for name, field in form.fields.items():
        field.widget.attrs["class"] = "kern-form-input__input"
        if form.is_bound and name in form.errors:
            field.widget.attrs["class"] += " kern-form-input__input--error"
