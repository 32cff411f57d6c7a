"""What an import has to say about single rows: a code, where it was, and the numbers behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Severity(StrEnum):
    """``error``: the row was refused; ``warning``: imported, but look at it; ``info``: for the
    record.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


SHAPES = {
    "Point": _("point"),
    "MultiPoint": _("several points"),
    "LineString": _("line"),
    "LinearRing": _("line"),
    "MultiLineString": _("several lines"),
    "Polygon": _("polygon"),
    "MultiPolygon": _("several polygons"),
    "GeometryCollection": _("collection of geometries"),
}
"""What geometries are called among people; the values of findings keep the standard's names."""
ABOUT_SHAPES = {"wrong_geometry", "parts_left_out"}

MESSAGES: dict[str, tuple[Severity, Promise]] = {
    "no_source_id": (Severity.ERROR, _("The row has no id in its source system.")),
    "duplicate_id": (
        Severity.ERROR,
        _("The id occurs more than once; only the first row was taken."),
    ),
    "wrong_column_count": (
        Severity.ERROR,
        _("Line %(line)s has %(found)s columns instead of %(expected)s."),
    ),
    "header_mended": (
        Severity.WARNING,
        _("Columns without a name of their own are called: %(columns)s."),
    ),
    "encoding_differs": (
        Severity.WARNING,
        _("Declared as %(declared)s, but the bytes are %(used)s; read as that."),
    ),
    "no_geometry": (Severity.ERROR, _("The geometry is missing or empty.")),
    "bad_geometry": (Severity.WARNING, _("The geometry cannot be read; it counts as missing.")),
    "bad_coordinates": (Severity.ERROR, _("A coordinate is not a finite number.")),
    "wrong_geometry": (Severity.ERROR, _("The geometry is “%(found)s”; “%(expected)s” is needed.")),
    "implausible_coordinates": (
        Severity.ERROR,
        _("The position %(x)s, %(y)s does not exist in “%(crs)s”."),
    ),
    "not_storable": (
        Severity.ERROR,
        _("Too far from UTM zone 32 to be stored in EPSG:25832."),
    ),
    "parts_left_out": (
        Severity.WARNING,
        _("Of a collection only this was taken: %(kept)s."),
    ),
    "polygon_centre": (
        Severity.INFO,
        _("Polygons that became points inside them: %(count)s."),
    ),
    "zero_length": (Severity.ERROR, _("The line has no length.")),
    "self_crossing": (Severity.ERROR, _("The line crosses or touches itself.")),
    "out_of_area": (Severity.ERROR, _("Outside the area, %(distance_km)s km from its edge.")),
    "duplicate_geometry": (Severity.ERROR, _("Same geometry as “%(other)s”.")),
    "repeated_position": (Severity.WARNING, _("Same position as “%(other)s”.")),
    "multi_part": (Severity.WARNING, _("Multi-part geometry taken apart into %(parts)s pieces.")),
    "height_dropped": (
        Severity.INFO,
        _("Geometries whose heights or measures were dropped: %(count)s."),
    ),
    "repeated_vertices": (
        Severity.INFO,
        _("Lines whose repeated vertices were removed: %(count)s."),
    ),
    "length_differs": (
        Severity.WARNING,
        _("Stated length %(stated)s m, computed %(computed)s m."),
    ),
    "dangling_end": (
        Severity.WARNING,
        _("The line meets nothing at its %(end)s; a site was created there."),
    ),
    "no_site_at_end": (
        Severity.ERROR,
        _("There is no site within %(tolerance)s m at the %(end)s of the line."),
    ),
    "collapsed": (
        Severity.ERROR,
        _("Both ends snap to the same site and no line remains between them."),
    ),
    "snapped": (Severity.INFO, _("An end was moved by %(distance)s m onto site “%(site)s”.")),
    "split_touching": (Severity.INFO, _("Split into %(parts)s pieces where other lines touch it.")),
    "touches_midway": (
        Severity.WARNING,
        _("An end of “%(other)s” touches the line between its ends; nothing joins them."),
    ),
    "not_extracted": (
        Severity.WARNING,
        _("“%(value)s” in column “%(column)s” does not have the expected form; no value."),
    ),
    "unknown_code": (Severity.ERROR, _("Unknown code “%(value)s” in column “%(column)s”.")),
    "unknown_code_default": (
        Severity.WARNING,
        _("Unknown code “%(value)s” in column “%(column)s”; “%(default)s” was taken."),
    ),
    "bad_value": (
        Severity.WARNING,
        _(
            "“%(value)s” in column “%(column)s” cannot be used, a %(kind)s is "
            "needed; the field stays empty."
        ),
    ),
    "out_of_range": (
        Severity.WARNING,
        _("“%(value)s” in column “%(column)s” is out of range; the field stays empty."),
    ),
    "id_too_long": (Severity.ERROR, _("The id is longer than 100 characters.")),
    "no_value": (
        Severity.INFO,
        _("“%(value)s” in column “%(column)s” stands for no value; the field stays empty."),
    ),
    "missing_value": (Severity.ERROR, _("The required field “%(field)s” is empty.")),
    "too_long": (Severity.WARNING, _("The text for “%(field)s” was cut to %(limit)s characters.")),
    "no_join": (Severity.WARNING, _("No row in “%(layer)s” for “%(value)s”.")),
    "ambiguous_join": (
        Severity.WARNING,
        _("“%(layer)s” has several rows for “%(value)s”; the first was taken."),
    ),
    "coarse_transformation": (
        Severity.WARNING,
        _("The change of coordinate reference system is only accurate to about %(metres)s m."),
    ),
    "reader_warning": (Severity.WARNING, _("The reader says: %(text)s")),
}


def describe(code: str, severity: Severity, message: Promise) -> None:
    """Add a kind of finding that only a target knows; each code is described once."""
    if code in MESSAGES:
        raise ValueError(f"finding {code!r} is already described")
    MESSAGES[code] = (severity, message)


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about one row; ``geometry`` (shapely, EPSG:25832) shows where, if it is known."""

    code: str
    layer: str = ""
    source_id: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    geometry: Any = None

    @property
    def severity(self) -> Severity:
        return MESSAGES[self.code][0]

    @property
    def message(self) -> str:
        values = self.values
        if self.code in ABOUT_SHAPES:
            values = {name: SHAPES.get(value, value) for name, value in values.items()}
        return str(MESSAGES[self.code][1]) % values


def for_rows(
    code: str,
    layer: str,
    ids: Iterable[str],
    geometries: Sequence[Any] | None = None,
    **values: Any,
) -> list[Finding]:
    """The same remark for many rows."""
    ids = list(ids)
    places = geometries if geometries is not None else [None] * len(ids)
    return [
        Finding(code, layer, str(id_), values, place)
        for id_, place in zip(ids, places, strict=True)
    ]
