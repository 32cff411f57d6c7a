"""The tables of assets: their columns, with what a viewer may know of other records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.gis.db.models.aggregates import Collect
from django.db.models import F, GeneratedField, OuterRef, Subquery, Sum
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import Capability
from accounts.viewer import viewer_of
from assets.models import (
    Cable,
    CableSection,
    Duct,
    DuctSection,
    Gateway,
    Project,
    Segment,
    Site,
)
from gis import tables
from gis.layers import Viewer
from gis.tables import Column


def _sees_plant(user: Viewer) -> bool:
    return viewer_of(user).can(Capability.SEE_EXACT_PLANT)


def of_record(model: Any, path: str, value: str) -> Callable[[Viewer], Combinable]:
    """A value of another record; nothing where the viewer may not see that record."""

    def source(user: Viewer) -> Combinable:
        if _sees_plant(user):
            return F(f"{path}__{value}")
        seen = model.objects.visible_to(viewer_of(user)).filter(pk=OuterRef(path))
        return Subquery(seen.order_by().values(value)[:1])

    return source


def own(model: Any, *names: str, needs: Any = None) -> list[Column]:
    """Columns of the model's own fields, with their titles, units and choices."""
    return [_own(model._meta.get_field(name), needs) for name in names]


_KINDS = {
    "FloatField": "number",
    "PositiveIntegerField": "integer",
    "PositiveSmallIntegerField": "integer",
    "BooleanField": "boolean",
    "DateField": "date",
    "DateTimeField": "moment",
}


def _own(field: Any, needs: Any) -> Column:
    shown = field.output_field if isinstance(field, GeneratedField) else field
    kind: Any = "choice" if field.choices else _KINDS.get(field.get_internal_type(), "text")
    return Column(
        name=field.name,
        title=shown.verbose_name,
        source=field.name,
        kind=kind,
        choices=dict(field.flatchoices),
        **({} if needs is None else {"needs": needs}),
    )


def _party(name: str, title: Any) -> Column:
    return Column(name, title, of_record(Organisation, name, "name"))


def _at(name: str, title: Any) -> Column:
    """A site by its code."""
    return Column(name, title, of_record(Site, name, "code"))


TYPE = Column("type", _("type"), "type__code")
"""Types are public knowledge of the trade."""


PARTIES = (
    _party("owner", _("owner")),
    _party("operator", _("operator")),
    _party("used_by", _("used by")),
)
RECORD = (
    "valid_from",
    "valid_to",
    "publication",
    "provenance",
    "source_system",
    "source_id",
    "created_at",
    "updated_at",
    "version",
)


def _columns(model: Any, *between: Column) -> list[Column]:
    """What all assets have, around what only these have."""
    return [
        *own(model, "code", "name"),
        *between,
        *own(model, "life_cycle"),
        *PARTIES,
        Column("project", _("project"), of_record(Project, "project", "code")),
        *own(model, *RECORD),
        *own(model, "remarks", needs=_sees_plant),
    ]


def _drawn(sections: Any, parent: str) -> Callable[[Viewer], Combinable]:
    """The segments through which something runs, as far as the viewer sees them."""

    def source(user: Viewer) -> Combinable:
        rows = sections.objects.filter(**{parent: OuterRef("pk")})
        if not _sees_plant(user):
            rows = rows.filter(segment__in=Segment.objects.visible_to(viewer_of(user)))
        shape = rows.order_by().values(parent).annotate(shape=Collect("segment__geom"))
        return Subquery(shape.values("shape")[:1])

    return source


def _length(sections: Any, parent: str) -> Callable[[Viewer], Combinable]:
    """Geodesic metres of these segments."""

    def source(user: Viewer) -> Combinable:
        rows = sections.objects.filter(**{parent: OuterRef("pk")})
        if not _sees_plant(user):
            rows = rows.filter(segment__in=Segment.objects.visible_to(viewer_of(user)))
        total = rows.order_by().values(parent).annotate(total=Sum("segment__length_m"))
        return Subquery(total.values("total")[:1])

    return source


def _ends() -> Iterable[Column]:
    return (_at("start_site", _("start")), _at("end_site", _("end")))


SEGMENTS = _columns(
    Segment,
    *own(Segment, "kind", "surface", "length_m", "stated_length_m", "depth_cm", "cover_cm"),
    *own(Segment, "built_year", "accuracy", "funding"),
    *_ends(),
)
SITES = _columns(
    Site,
    *own(Site, "kind", "can_open", "power", "depth_cm", "ground_height_m", "accuracy"),
    Column("street", _("street"), "address__street"),
    Column("house_number", _("house number"), "address__house_number", "integer"),
)
CABLES = _columns(
    Cable,
    TYPE,
    *own(Cable, "fibre_count", "route_quality", "stated_length_m"),
    Column("length_m", _("length (m)"), _length(CableSection, "cable"), "number"),
    *own(Cable, "sheath_start_m", "sheath_end_m"),
    *_ends(),
)
DUCTS = _columns(
    Duct,
    TYPE,
    Column("outer_mm", _("outer diameter (mm)"), "type__outer_mm", "number"),
    Column("inner_mm", _("inner diameter (mm)"), "type__inner_mm", "number"),
    Column("bundle", _("made in bundle"), of_record(Duct, "bundle", "code")),
    *own(Duct, "number", "commercial_availability"),
    Column("length_m", _("length (m)"), _length(DuctSection, "duct"), "number"),
    *_ends(),
)
GATEWAYS = _columns(
    Gateway,
    *own(Gateway, "network", "network_gateway_id", "eui", "model", "chip", "demodulators"),
    *own(Gateway, "full_duplex", "backhaul", "power_supply"),
    Column("frequency_plan", _("frequency plan"), "frequency_plan__name"),
    *own(Gateway, "landlord", "lease_until", needs=_sees_plant),
    _at("site", _("site")),
)
PRINTOUTS = {"sites": tables.Printout("labels", _("Print labels with QR codes"), _sees_plant)}


def register() -> None:
    shape = Callable[[Viewer], Combinable]
    known: tuple[tuple[str, list[Column], str, shape], ...] = (
        ("segments", SEGMENTS, "kind length_m start_site end_site", lambda _user: F("geom")),
        ("sites", SITES, "kind street house_number", lambda _user: F("geom")),
        ("cables", CABLES, "type fibre_count length_m start_site end_site",
         _drawn(CableSection, "cable")),
        ("ducts", DUCTS, "type length_m start_site end_site", _drawn(DuctSection, "duct")),
        ("gateways", GATEWAYS, "network eui site", lambda _user: F("site__geom")),
    )  # fmt: skip
    for name, columns, first, geometry in known:
        chosen = ("code", "name", *first.split(), "life_cycle", "owner")
        tables.register(tables.Table(name, columns, chosen, geometry, PRINTOUTS.get(name)))
