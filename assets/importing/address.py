"""House coordinates (HK-DE records), known by their object identifier."""

import numpy as np

from gis.importing.batch import Batch
from gis.importing.context import Context
from gis.importing.staging import copy, hex_wkb
from gis.importing.targets import Counts, Field, FieldKind, Target

STAGE = "import_address"
COLUMNS = {
    "street_key": "text",
    "street": "text",
    "house_number": "integer",
    "suffix": "text",
    "postcode": "text",
    "town": "text",
    "district": "text",
}
FIELDS = (
    Field("street_key", limit=20),
    Field("street", limit=100, required=True),
    Field("house_number", FieldKind.INTEGER, low=0, required=True),
    Field("suffix", limit=10),
    Field("postcode"),
    Field("town", limit=100, required=True),
    Field("district", limit=100),
)


def apply(context: Context, batch: Batch) -> Counts:
    """Write the addresses of a cleaned batch by their identifier, whoever delivered them before."""
    postcodes = batch.columns.get("postcode")
    if postcodes is not None:
        odd = [p is not None and not (len(p) == 5 and p.isdecimal()) for p in postcodes]
        batch.remark(
            np.array(odd, dtype=bool), "bad_postcode", lambda row: {"value": postcodes[row]}
        )
        batch.columns["postcode"] = np.where(np.array(odd, dtype=bool), None, postcodes)
    _stage(context, batch)
    known = _known(context)
    names = [name for name in COLUMNS if name in batch.columns] + ["geom"]
    context.cursor.execute(
        f"""
        INSERT INTO assets_address AS a (building_id, street_key, street, house_number, suffix,
                                         postcode, town, district, geom)
        SELECT source_id, {", ".join(_value(name) for name in COLUMNS)}, geom FROM {STAGE} n
        ORDER BY row
        ON CONFLICT (building_id) DO UPDATE
        SET ({", ".join(names)}) = ROW ({", ".join(f"excluded.{name}" for name in names)})
        WHERE ({", ".join(f"a.{name}" for name in names)})
            IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in names)})
        """
    )
    written = context.cursor.rowcount
    created = len(batch) - known
    return Counts(created=created, changed=written - created, unchanged=len(batch) - written)


def _value(name: str) -> str:
    if name == "geom":
        return "n.geom"
    return f"n.{name}" if COLUMNS[name] == "integer" else f"COALESCE(n.{name}, '')"


def _stage(context: Context, batch: Batch) -> None:
    nothing = np.full(len(batch), None, dtype=object)
    columns = [("row", "integer"), ("source_id", "text"), *COLUMNS.items()]
    cells = [range(len(batch)), batch.ids, *(batch.columns.get(n, nothing) for n in COLUMNS)]
    columns.append(("geom", "geometry(Point, 25832)"))
    copy(context.cursor, STAGE, columns, [*cells, hex_wkb(batch.geometry)])


def _known(context: Context) -> int:
    context.cursor.execute(
        f"SELECT count(*) FROM {STAGE} n JOIN assets_address a ON a.building_id = n.source_id"
    )
    return context.cursor.fetchone()[0]


TARGET = Target("address", 15, FIELDS, apply, geometry="point")
