"""Facts that all assets share, worded for people."""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from accounts.roles import Capability
from accounts.viewer import Viewer
from assets.models import Asset, LifeCycle, Site
from gis.numbers import rounded
from gis.panel_page import Fact, Tone

TONES: dict[str, Tone] = {
    LifeCycle.IDEA: "default",
    LifeCycle.PLANNED: "info",
    LifeCycle.UNDER_CONSTRUCTION: "info",
    LifeCycle.BUILT_UNUSED: "success",
    LifeCycle.IN_SERVICE: "success",
    LifeCycle.OUT_OF_SERVICE: "warning",
    LifeCycle.ABANDONED: "warning",
    LifeCycle.REMOVED: "danger",
}

UNIT = re.compile(r"^(?P<title>.*) \((?P<unit>mm|cm|m|dBi|dBm|dB|°)\)$")

GEODESIC = gettext_lazy("computed on the ellipsoid from the line")


def one_or_404(queryset: QuerySet, public_id: Any) -> Any:
    """The object the viewer may see, or Http404 that does not tell whether it exists."""
    found = queryset.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def fact(asset: Any, field: str, note: Any = "") -> Iterator[Fact]:
    """The field's own label and worded value; nothing where the value is unknown."""
    value = getattr(asset, field)
    if value in (None, ""):
        return
    choose = getattr(asset, f"get_{field}_display", None)
    title, unit = _split_unit(str(label(asset, field)))
    words = choose() if choose else worded(value)
    yield Fact(title, f"{words} {unit}".strip(), note)


def _split_unit(title: str) -> tuple[str, str]:
    """Forms name the unit in the label, "cover (cm)"; facts name it with the number."""
    match = UNIT.match(title)
    return (match["title"], match["unit"]) if match else (title, "")


def label(asset: Any, field: str) -> Any:
    return asset._meta.get_field(field).verbose_name


def worded(value: Any, decimals: int = 1) -> str:
    """Numbers and dates as the language writes them."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return rounded(value, decimals if value % 1 else 0)
    if hasattr(value, "year"):
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(value)


def metres(value: float) -> str:
    """Geodesic lengths to a tenth, as they are known."""
    return _("%(number)s m") % {"number": rounded(value, 1)}


def millimetres(value: float) -> str:
    """To a tenth, or to a hundredth where that says more."""
    decimals = 1 if round(value, 1) == round(value, 2) else 2
    return _("%(number)s mm") % {"number": worded(value, decimals)}


def site_fact(title: Any, site: Site | None, viewer: Viewer) -> Iterator[Fact]:
    """A site with the link to it; nothing where the viewer may not see it."""
    if site is None or not Site.objects.visible_to(viewer).filter(pk=site.pk).exists():
        return
    yield Fact(title, str(site), site.get_kind_display(), ("site", site.public_id))


def _may_name(organisation: Organisation | None, viewer: Viewer) -> bool:
    if organisation is None:
        return False
    mine = organisation.pk in viewer.organisation_ids
    return mine or viewer.can(Capability.SEE_EXACT_PLANT)


def party_facts(asset: Asset, viewer: Viewer) -> Iterator[Fact]:
    """Owner, operator and user, to those who may know."""
    for field in ("owner", "operator", "used_by"):
        organisation = getattr(asset, field)
        if _may_name(organisation, viewer):
            yield Fact(label(asset, field), str(organisation))


def general_facts(asset: Asset, viewer: Viewer) -> list[Fact]:
    """Parties, validity, project and remarks."""
    facts = [*party_facts(asset, viewer)]
    for field in ("valid_from", "valid_to", "project"):
        facts += fact(asset, field)
    if viewer.can(Capability.SEE_EXACT_PLANT):
        facts += fact(asset, "remarks")
    return facts


def source_facts(asset: Asset) -> list[Fact]:
    """Where the record comes from and when it changed."""
    facts = [*fact(asset, "provenance"), *fact(asset, "source_system"), *fact(asset, "source_id")]
    facts.append(
        Fact(label(asset, "updated_at"), date_format(asset.updated_at, "SHORT_DATETIME_FORMAT"))
    )
    facts.append(Fact(_("version"), str(asset.version)))
    return facts


def with_parties(queryset: QuerySet) -> QuerySet:
    """Loads what the general facts need, in the same statement."""
    return queryset.select_related("owner", "operator", "used_by", "project")
