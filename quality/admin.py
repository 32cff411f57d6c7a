"""Findings in the administration: looked at and accepted, never written by hand."""

from django.contrib import admin

from accounts.administration import ReadOnlyAdmin
from quality.models import CheckRun, Finding
from quality.rules import CONCEPTS


@admin.register(Finding)
class FindingAdmin(ReadOnlyAdmin):
    list_display = ("title", "object", "said", "state", "first_seen_at", "last_seen_at")
    list_filter = ("state",)
    list_select_related = CONCEPTS
    search_fields = tuple(f"{concept}__code" for concept in CONCEPTS)
    fields = (
        "rule",
        *CONCEPTS,
        "measured",
        "allowed",
        "state",
        "first_seen_at",
        "last_seen_at",
        "solved_at",
        "accepted_by",
        "accepted_at",
        "acceptance",
    )


@admin.register(CheckRun)
class CheckRunAdmin(ReadOnlyAdmin):
    list_display = ("started_at", "finished_at", "checked")
    fields = ("started_at", "finished_at", "concept", "checked")
