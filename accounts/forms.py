"""The login form: by e-mail, never for service accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from accounts.models import User


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

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        if user.is_service:
            raise self.get_invalid_login_error()


class ChangePasswordForm(PasswordChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self)


def _dress(form: forms.Form) -> None:
    """Give every input the look of the design system and, after an error, its mark."""
    for name, field in form.fields.items():
        field.widget.attrs["class"] = "kern-form-input__input"
        if form.is_bound and name in form.errors:
            field.widget.attrs["class"] += " kern-form-input__input--error"
