"""Filters of notices."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from accounts.viewer import Viewer
from reservations.models import Notice


class NoticeFilter(django_filters.FilterSet):
    unread = django_filters.BooleanFilter(
        label=_("not read yet"), field_name="read_at", lookup_expr="isnull"
    )

    class Meta:
        model = Notice
        fields: list[str] = []

    def __init__(self, *args: Any, viewer: Viewer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
