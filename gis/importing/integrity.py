"""Is a file whole? Each format says how long it should be; half-written files are refused here, not
half read.
"""

import re
import sqlite3
import struct
from pathlib import Path
from xml.parsers import expat

from django.utils.translation import gettext as _

from gis.importing.problems import ImportProblem
from gis.importing.sniffing import Kind

SHAPEFILE_HEADER = 100
# A GeoJSON "crs" may point to a web address (2008 draft); following it would be a request to a
# stranger's host.
LINKED_CRS = re.compile(rb'"crs"\s*:\s*\{[^{}]*"type"\s*:\s*"(?!name")[^"]*"', re.IGNORECASE)
MAXIMUM_XML_DEPTH = 200


def check_whole(path: Path, kind: Kind) -> None:
    """Raise ``ImportProblem`` if ``path`` is truncated, damaged or dangerous to open."""
    check = {
        Kind.GEOPACKAGE: _check_geopackage,
        Kind.SHAPEFILE: _check_shapefile,
        Kind.GEOJSON: _check_geojson,
        Kind.KML: _check_xml,
        Kind.GML: _check_xml,
    }.get(kind)
    if check:
        check(path)


def truncated(path: Path) -> ImportProblem:
    """The error for a file that ends too early."""
    return ImportProblem(
        "truncated", _("The file ends too early; it is only half written."), path.name
    )


def damaged(path: Path, detail: str) -> ImportProblem:
    """The error for a file whose content breaks the rules of its format."""
    return ImportProblem(
        "damaged", _("The file is damaged: %(detail)s.") % {"detail": detail}, path.name
    )


def _check_geopackage(path: Path) -> None:
    """Page count of the SQLite header against the file size, then SQLite's own check."""
    with path.open("rb") as file:
        header = file.read(100)
    if len(header) < 100:
        raise truncated(path)
    page_size = struct.unpack(">H", header[16:18])[0]
    pages, valid_for = struct.unpack(">I", header[28:32])[0], header[92:96]
    if header[24:28] == valid_for and path.stat().st_size < pages * (
        page_size if page_size > 1 else 65_536
    ):
        raise truncated(path)
    try:
        with sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True
        ) as database:
            verdict = database.execute("PRAGMA quick_check(1)").fetchone()[0]
            tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
    except sqlite3.DatabaseError as error:
        raise damaged(path, str(error)) from error
    if verdict != "ok":
        lines = [line for line in verdict.splitlines() if not line.startswith("***")]
        raise damaged(path, lines[0] if lines else verdict)
    if "gpkg_contents" not in tables:
        raise ImportProblem(
            "not_what_it_says", _("The file is an SQLite database but no GeoPackage."), path.name
        )


def _check_shapefile(path: Path) -> None:
    """Stated against real length of .shp, .shx and .dbf; the three must be there."""
    for ending in (".shp", ".shx"):
        part = companion(path, ending)
        with part.open("rb") as file:
            header = file.read(SHAPEFILE_HEADER)
        if (
            len(header) < SHAPEFILE_HEADER
            or part.stat().st_size < 2 * struct.unpack(">I", header[24:28])[0]
        ):
            raise truncated(part)
    table = companion(path, ".dbf")
    with table.open("rb") as file:
        header = file.read(32)
    if len(header) < 32:
        raise truncated(table)
    records, header_length, record_length = struct.unpack("<IHH", header[4:12])
    if table.stat().st_size < header_length + records * record_length:
        raise truncated(table)


def optional_companion(path: Path, ending: str) -> Path | None:
    """The file beside ``path`` with the same stem and ``ending``, in lower or upper case."""
    candidates = (path.with_suffix(ending), path.with_suffix(ending.upper()))
    return next((candidate for candidate in candidates if candidate.exists()), None)


def companion(path: Path, ending: str) -> Path:
    """The same, and an error where there is none."""
    found = optional_companion(path, ending)
    if found is not None:
        return found
    raise ImportProblem(
        "incomplete_shapefile",
        _("The Shapefile is incomplete: “%(file)s” is missing.") % {"file": path.stem + ending},
        path.name,
    )


def _check_geojson(path: Path) -> None:
    """A cheap look at both ends; the reader parses the middle."""
    with path.open("rb") as file:
        content = file.read()
    if not content.rstrip().endswith((b"}", b"]")):
        raise truncated(path)
    if (
        not content.removeprefix(b"\xef\xbb\xbf").lstrip(b"\x1e \t\r\n").startswith(b"{")
        or b'"type"' not in content
    ):
        raise ImportProblem("not_what_it_says", _("The file is JSON but no GeoJSON."), path.name)
    if LINKED_CRS.search(content):
        raise ImportProblem(
            "unsafe_crs",
            _(
                "The file names its coordinate reference system by a link; give it in "
                "the mapping instead."
            ),
            path.name,
        )


def _check_xml(path: Path) -> None:
    """Well-formed to the end, without a document type (entities can blow up or read other
    files).
    """
    parser = expat.ParserCreate()
    depth = 0

    def refuse_doctype(*_arguments: object) -> None:
        raise ImportProblem(
            "unsafe_xml", _("The XML declares a document type; that is refused."), path.name
        )

    def enter(*_arguments: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAXIMUM_XML_DEPTH:
            raise damaged(path, _("elements are nested too deeply"))

    def leave(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler, parser.EndElementHandler = enter, leave
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except expat.ExpatError as error:
        if error.code in {3, 5, 13}:  # no element found, unclosed token, unclosed CDATA
            raise truncated(path) from error
        raise damaged(path, str(error)) from error
