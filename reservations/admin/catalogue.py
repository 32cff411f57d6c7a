"""Legal clocks, grounds for refusal and tariffs: dated data that administrators keep."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.roles import Capability
from network.dated import DatedAdmin
from reservations.clocks.counting import Span
from reservations.models import ChecklistItem, ClockRule, LegalRemedy, RefusalGround, Tariff


@admin.register(ClockRule)
class ClockRuleAdmin(DatedAdmin):
    """Rules of law are dated data: a changed law is a new rule, the old one gets an end."""

    see = Capability.SEE_ALL_CLAIMS
    write = Capability.EDIT_CATALOGUES
    list_display = ("name", "reference", "kind", "step", "duration", "days", "verified")
    list_filter = ("basis", "kind", "step", "verified")
    search_fields = ("code", "name", "name_en", "paragraph")

    @admin.display(description=_("paragraph"), ordering="paragraph")
    def reference(self, rule: ClockRule) -> str:
        return rule.reference

    @admin.display(description=_("duration"))
    def duration(self, rule: ClockRule) -> str:
        base = str(Span(rule.amount, rule.unit))
        if rule.extension_amount is None:
            return base
        return f"{base} + {Span(rule.extension_amount, rule.extension_unit)}"


@admin.register(RefusalGround)
class RefusalGroundAdmin(DatedAdmin):
    see = Capability.SEE_ALL_CLAIMS
    write = Capability.EDIT_CATALOGUES
    list_display = ("name", "basis", "paragraph", "signed_by", "shows_capacity", "days")
    list_filter = ("signed_by", "basis", "shows_capacity")
    search_fields = ("code", "name", "name_en", "paragraph")


@admin.register(ChecklistItem)
class ChecklistItemAdmin(DatedAdmin):
    see = Capability.SEE_ALL_CLAIMS
    write = Capability.EDIT_CATALOGUES
    list_display = ("name", "kind", "position", "required", "days")
    list_filter = ("kind", "required")
    search_fields = ("code", "name", "name_en")


@admin.register(Tariff)
class TariffAdmin(DatedAdmin):
    see = Capability.SEE_ALL_CLAIMS
    write = Capability.EDIT_CATALOGUES
    list_display = ("name", "unit_kind", "per_metre_year", "one_off", "minimum_months", "days")
    list_filter = ("unit_kind",)
    search_fields = ("code", "name", "name_en")


@admin.register(LegalRemedy)
class LegalRemedyAdmin(DatedAdmin):
    see = Capability.SEE_ALL_CLAIMS
    write = Capability.EDIT_CATALOGUES
    list_display = ("name", "kind", "days", "verified")
    list_filter = ("kind", "verified")
    search_fields = ("code", "name", "name_en", "text")
