"""Logging in and out, the own account: password and personal tokens."""

from django.contrib.auth import views
from django.urls import path, reverse_lazy

from accounts.forms import ChangePasswordForm, FirstPasswordForm
from accounts.views.account import Account
from accounts.views.login import Login
from accounts.views.personal_tokens import PersonalTokens, RevokePersonalToken

urlpatterns = [
    path("", Account.as_view(), name="account"),
    path("tokens/", PersonalTokens.as_view(), name="personal_tokens"),
    path("tokens/<int:pk>/revoke/", RevokePersonalToken.as_view(), name="personal_token_revoke"),
    path("login/", Login.as_view(), name="login"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path(
        "password/",
        views.PasswordChangeView.as_view(
            template_name="accounts/password.html",
            form_class=ChangePasswordForm,
            success_url=reverse_lazy("password_changed"),
        ),
        name="password_change",
    ),
    path(
        "password/changed/",
        views.PasswordChangeDoneView.as_view(template_name="accounts/password_changed.html"),
        name="password_changed",
    ),
    path(
        "invitation/<uidb64>/<token>/",
        views.PasswordResetConfirmView.as_view(
            template_name="accounts/invitation.html",
            form_class=FirstPasswordForm,
            success_url=reverse_lazy("login"),
        ),
        name="invitation",
    ),
]
