"""/accounts/: who one is here, and the pages of the own account."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView

from accounts.roles import Capability


class Account(LoginRequiredMixin, TemplateView):
    template_name = "accounts/account.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        user: Any = self.request.user
        return {
            **super().get_context_data(**facts),
            "memberships": user.memberships.select_related("organisation"),
            "may_have_tokens": user.can(Capability.HAVE_TOKENS),
        }
