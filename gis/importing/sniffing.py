"""What a delivered file really is, told from its bytes and never from its name alone."""

import re
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _

from gis.importing.problems import ImportProblem

HEAD_BYTES = 65_536
SHAPEFILE_MAGIC = b"\x00\x00\x27\x0a"
SQLITE_MAGIC = b"SQLite format 3\x00"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
UTF8_MARK = b"\xef\xbb\xbf"
XML_ROOT = re.compile(rb"<\s*(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s>/]")


class Kind(StrEnum):
    """A readable format, or a word for what was found instead."""

    GEOPACKAGE = "GeoPackage"
    SHAPEFILE = "Shapefile"
    GEOJSON = "GeoJSON"
    KML = "KML"
    GML = "GML"
    CSV = "CSV"
    ZIP = "ZIP"
    XML = "XML"
    BINARY = "binary data"


READABLE = {
    ".gpkg": Kind.GEOPACKAGE,
    ".shp": Kind.SHAPEFILE,
    ".geojson": Kind.GEOJSON,
    ".json": Kind.GEOJSON,
    ".kml": Kind.KML,
    ".gml": Kind.GML,
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
    ".txt": Kind.CSV,
    ".zip": Kind.ZIP,
    ".kmz": Kind.ZIP,
}


def sniff(path: Path) -> Kind:
    """Return the kind of ``path`` from its first bytes; raises ``ImportProblem`` for an empty
    file.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head.strip():
        raise ImportProblem("empty_file", _("The file is empty."), path.name)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.ZIP
    if head.startswith(SQLITE_MAGIC):
        return Kind.GEOPACKAGE
    if head.startswith(SHAPEFILE_MAGIC):
        return Kind.SHAPEFILE
    return _sniff_text(head)


def _sniff_text(head: bytes) -> Kind:
    if head.startswith(UTF16_MARKS):
        return Kind.CSV
    if b"\x00" in head:
        return Kind.BINARY
    text = head.removeprefix(UTF8_MARK).lstrip()
    if text.startswith((b"{", b"[")):
        return Kind.GEOJSON
    if text.startswith(b"<"):
        return _sniff_xml(text)
    return Kind.CSV


def _sniff_xml(text: bytes) -> Kind:
    root = XML_ROOT.search(re.sub(rb"<!--.*?-->", b"", text, flags=re.DOTALL))
    name = root.group(1).lower() if root else b""
    if name == b"kml":
        return Kind.KML
    if name.endswith(b"featurecollection"):
        return Kind.GML
    return Kind.XML


def confirm(path: Path) -> Kind:
    """Return the kind of ``path`` if its ending agrees with its content; raises
    ``ImportProblem``.
    """
    promised = READABLE.get(path.suffix.lower())
    found = sniff(path)
    if promised is None and found in READABLE.values():
        return found
    if promised is None:
        raise ImportProblem(
            "unsupported",
            _(
                "This is %(found)s; expected are GeoPackage, Shapefile, GeoJSON, KML, "
                "GML or CSV, also zipped."
            )
            % {"found": found.value},
            path.name,
        )
    if promised != found:
        raise ImportProblem(
            "not_what_it_says",
            _("The file is named “%(ending)s” but contains %(found)s.")
            % {"ending": path.suffix, "found": found.value},
            path.name,
        )
    return found
