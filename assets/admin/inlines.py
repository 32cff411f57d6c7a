"""What lies where, shown but not written below ducts, cables and segments."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.administration import ReadOnlyInline
from accounts.viewer import viewer_of
from assets.models import CableSection, DuctSection
from gis.numbers import rounded


def link_to(asset: Any) -> str:
    """A link to the page of an asset in the administration; a dash for none."""
    if asset is None:
        return "–"
    meta = asset._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[asset.pk])
    return format_html('<a href="{}">{}</a>', address, asset.code)


class Sections(ReadOnlyInline):
    """Rows that only services write; whoever may open the page may see those that are theirs."""

    classes = ("sections",)
    max_num = 0
    related: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = self.model._default_manager.visible_to(viewer_of(request.user))
        return rows.select_related(*self.related).order_by(*self.ordering or ["pk"])

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    @admin.display(description=_("Segment"))
    def segment_link(self, section: Any) -> str:
        return link_to(section.segment)

    @admin.display(description=_("Length (m)"))
    def length(self, section: Any) -> str:
        length = section.segment.length_m
        return "–" if length is None else rounded(length, 1)


class WayOfDuct(Sections):
    model = DuctSection
    fk_name = "duct"
    verbose_name_plural = _("way")
    ordering = ("rank",)
    related = ("segment", "parent__duct")
    fields = readonly_fields = ("segment_link", "length", "reversed", "lies_in", "position")

    @admin.display(description=_("Lies in"))
    def lies_in(self, section: DuctSection) -> str:
        return link_to(section.parent.duct if section.parent else None)


class WayOfCable(Sections):
    model = CableSection
    fk_name = "cable"
    verbose_name_plural = _("way")
    ordering = ("rank",)
    related = ("segment", "duct_section__duct")
    fields = readonly_fields = (
        "segment_link",
        "length",
        "reversed",
        "laying",
        "lies_in",
        "slack_m",
    )

    @admin.display(description=_("Lies in"))
    def lies_in(self, section: CableSection) -> str:
        return link_to(section.duct_section.duct if section.duct_section else None)


class DuctsInSegment(Sections):
    model = DuctSection
    fk_name = "segment"
    verbose_name_plural = _("ducts in this segment")
    ordering = ("level", "duct__code")
    related = ("duct__type", "parent__duct")
    fields = readonly_fields = ("duct_link", "type", "lies_in", "position", "is_live")

    @admin.display(description=_("Duct"))
    def duct_link(self, section: DuctSection) -> str:
        return link_to(section.duct)

    @admin.display(description=_("Type"))
    def type(self, section: DuctSection) -> str:
        return str(section.duct.type)

    @admin.display(description=_("Lies in"))
    def lies_in(self, section: DuctSection) -> str:
        return link_to(section.parent.duct if section.parent else None)


class CablesInSegment(Sections):
    model = CableSection
    fk_name = "segment"
    verbose_name_plural = _("cables in this segment")
    ordering = ("cable__code",)
    related = ("cable__type", "duct_section__duct")
    fields = readonly_fields = ("cable_link", "type", "laying", "lies_in")

    @admin.display(description=_("Cable"))
    def cable_link(self, section: CableSection) -> str:
        return link_to(section.cable)

    @admin.display(description=_("Type"))
    def type(self, section: CableSection) -> str:
        return str(section.cable.type)

    @admin.display(description=_("Lies in"))
    def lies_in(self, section: CableSection) -> str:
        return link_to(section.duct_section.duct if section.duct_section else None)
