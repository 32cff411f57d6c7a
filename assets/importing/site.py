"""Sites from delivered points."""

from assets.importing.fields import COMMON, SMALL, Column, choices, resolve_common
from assets.importing.missing import report_missing
from assets.importing.upsert import Concept, upsert
from assets.models.site import Accuracy, Power, SiteKind
from gis.importing.batch import Batch
from gis.importing.context import Context
from gis.importing.targets import Counts, Duplicates, Field, FieldKind, Target

CONCEPT = Concept(
    "assets_site",
    (
        Column("kind", "text", "'other'"),
        Column("can_open", "boolean", "true"),
        Column("power", "text", "'unknown'"),
        Column("depth_cm", "smallint"),
        Column("ground_height_m", "double precision"),
        Column("accuracy", "text", "'unknown'"),
    ),
    "geometry(Point, 25832)",
)
FIELDS = (
    *COMMON,
    Field("kind", choices=choices(SiteKind), required=True),
    Field("can_open", FieldKind.BOOLEAN),
    Field("power", choices=choices(Power)),
    Field("depth_cm", FieldKind.INTEGER, low=0, high=SMALL),
    Field("ground_height_m", FieldKind.DECIMAL, low=-500, high=9000),
    Field("accuracy", choices=choices(Accuracy)),
)


def apply(context: Context, batch: Batch) -> Counts:
    """Write the sites of a cleaned batch."""
    resolve_common(context, batch)
    return upsert(context, CONCEPT, batch).counts


TARGET = Target(
    "site",
    20,
    FIELDS,
    apply,
    geometry="point",
    duplicates=Duplicates.REPORT,
    finish=report_missing("assets_site"),
)
