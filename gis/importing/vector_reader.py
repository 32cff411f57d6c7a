"""Read geodata files through the GDAL that pyogrio brings, cut off from the network."""

import logging
import re
import warnings
from collections.abc import Callable
from functools import partial
from math import isnan
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from django.utils.translation import gettext as _
from pyogrio.errors import DataLayerError, DataSourceError
from pyogrio.raw import read

from gis.importing.crs import declared
from gis.importing.encodings import of_dbase, recode
from gis.importing.findings import Finding, for_rows
from gis.importing.integrity import companion, optional_companion
from gis.importing.problems import ImportProblem
from gis.importing.records_reader import no_geojson
from gis.importing.sniffing import Kind
from gis.importing.table import Table, objects

# GDAL follows links in several formats (schemas, styles, reference systems, network lookups in
# views).
# A proxy nobody listens on makes every such request fail at once.
OFFLINE = {
    "GDAL_HTTP_PROXY": "http://127.0.0.1:9",
    "GDAL_HTTP_CONNECTTIMEOUT": "1",
    "GDAL_HTTP_MAX_RETRY": "0",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "none",
    "GDAL_DISABLE_READDIR_ON_OPEN": "FALSE",
    "PROJ_NETWORK": "OFF",
    "SHAPE_RESTORE_SHX": "NO",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "OGR_SQLITE_LOAD_EXTENSIONS": None,
    "OGR_GEOJSON_MAX_OBJ_SIZE": "200",
}
OPEN_OPTIONS = {Kind.GML: {"DOWNLOAD_SCHEMA": "NO", "WRITE_GFS": "NO"}}
# Half a character must not stop the reader; only in capitals GDAL knows this name.
BYTEWISE = "ISO-8859-1"
INTEGER_TYPES = {"OFTInteger", "OFTInteger64"}
# Said of every file of its kind; they are dealt with elsewhere.
HARMLESS = re.compile(
    r"Measured \(M\) geometry types are not supported|GML_READ_MODE|not have a spatial index"
)

pyogrio.set_gdal_config_options(OFFLINE)
logging.getLogger("pyogrio").setLevel(logging.WARNING)  # it counts every record it writes


def layer_names(path: Path, kind: Kind) -> list[str]:
    """The layers in ``path``; raises ``ImportProblem`` if GDAL cannot open it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return [str(name) for name, _geometry_type in pyogrio.list_layers(path.resolve())]
    except (DataSourceError, DataLayerError) as error:
        raise _unreadable(path, kind, error) from error


def read_layer(path: Path, kind: Kind, layer: str, encoding: str | None = None) -> Table:
    """Return one layer with its declared reference system (None where it declares none).

    Its key of a GeoPackage, else the number of the row, is the column "fid" unless it has one.
    """
    used, declared_encoding = encoding, None
    if kind == Kind.SHAPEFILE and used is None:
        used, declared_encoding = _table_encoding(path)
    try:
        with warnings.catch_warnings(record=True) as remarks:
            warnings.simplefilter("always")
            meta, ids, wkb, fields = read(
                path.resolve(),
                layer=layer,
                encoding=BYTEWISE if kind == Kind.SHAPEFILE else None,
                datetime_as_string=True,
                return_fids=True,
                **OPEN_OPTIONS.get(kind, {}),
            )
    except (DataSourceError, DataLayerError, UnicodeDecodeError, LookupError, ValueError) as error:
        raise _unreadable(path, kind, error) from error
    recode_ = partial(recode, encoding=used) if kind == Kind.SHAPEFILE and used else str
    columns = {
        recode_(str(name)): _plain(values, ogr_type, recode_)
        for name, values, ogr_type in zip(meta["fields"], fields, meta["ogr_types"], strict=True)
    }
    columns.setdefault("fid", objects(ids.tolist()))
    table = Table(layer, columns, None, declared(meta["crs"]), _remarks(layer, remarks))
    if wkb is not None:
        _add_geometry(table, wkb)
    if declared_encoding:
        values = {"declared": declared_encoding, "used": used}
        table.findings.append(Finding("encoding_differs", layer, values=values))
    return table


def _table_encoding(path: Path) -> tuple[str, str | None]:
    return of_dbase(companion(path, ".dbf"), optional_companion(path, ".cpg"))


def _add_geometry(table: Table, wkb: np.ndarray) -> None:
    """Shapes of ``wkb``; those that cannot be read are named by their row and stay missing."""
    with np.errstate(invalid="ignore"):
        table.geometry = shapely.from_wkb(wkb, on_invalid="ignore")
    given = np.array([bool(shape) for shape in wkb], dtype=bool)
    bad = np.flatnonzero(shapely.is_missing(table.geometry) & given)
    names = [_("data row %(number)d") % {"number": row + 1} for row in bad]
    table.findings += for_rows("bad_geometry", table.name, names)


def _plain(values: np.ndarray, ogr_type: str, recode_: Callable[[str], str]) -> np.ndarray:
    """Plain Python values; integers that became floats for the sake of NULL become integers
    again.
    """
    if ogr_type in INTEGER_TYPES and values.dtype.kind == "f":
        return objects([None if isnan(value) else int(value) for value in values.tolist()])
    if values.dtype.kind == "f":
        return objects([None if isnan(value) else value for value in values.tolist()])
    return objects([_cell(value, recode_) for value in values.tolist()])


def _cell(value: object, recode_: Callable[[str], str]) -> object:
    """Lists (GeoJSON arrays) become text joined by ";", blank text becomes None."""
    if isinstance(value, list | np.ndarray):
        return ";".join(str(part) for part in value)
    if isinstance(value, str):
        return recode_(value).strip() or None
    return value


def _remarks(layer: str, remarks: list[warnings.WarningMessage]) -> list[Finding]:
    texts = dict.fromkeys(str(remark.message) for remark in remarks)
    return [
        Finding("reader_warning", layer, values={"text": text})
        for text in texts
        if not HARMLESS.search(text)
    ]


def _unreadable(path: Path, kind: Kind, error: Exception) -> ImportProblem:
    if kind == Kind.GEOJSON and "not recognized" in str(error):
        return no_geojson(path)
    detail = str(error).split("; It might")[0].replace(f"{path.resolve().parent}/", "").strip()
    return ImportProblem(
        "unreadable",
        _("The file cannot be read as %(kind)s: %(detail)s")
        % {"kind": kind.value, "detail": detail},
        path.name,
    )
