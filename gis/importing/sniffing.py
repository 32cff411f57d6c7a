"""What a delivered file really is, told from its bytes and never from its name alone."""

import json
import re
import zipfile
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _

from gis.importing.encodings import UTF16_MARKS
from gis.importing.problems import ImportProblem

HEAD_BYTES = 65_536
SHAPEFILE_MAGIC = b"\x00\x00\x27\x0a"
SQLITE_MAGIC = b"SQLite format 3\x00"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
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
    RECORDS = "JSON"
    ZIP = "ZIP"
    XML = "XML"
    WORKBOOK = "workbook"
    BINARY = "binary"

    @property
    def word(self) -> str:
        """For a sentence that says what was found."""
        return _("binary data") if self is Kind.BINARY else self.value


READABLE = {
    ".gpkg": Kind.GEOPACKAGE,
    ".shp": Kind.SHAPEFILE,
    ".geojson": Kind.GEOJSON,
    ".json": Kind.GEOJSON,
    ".geojsonl": Kind.GEOJSON,
    ".geojsons": Kind.GEOJSON,
    ".ndjson": Kind.GEOJSON,
    ".jsonl": Kind.GEOJSON,
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
        return Kind.WORKBOOK if _is_workbook(path) else Kind.ZIP
    if head.startswith(OLE_MAGIC):
        return Kind.WORKBOOK
    if head.startswith(SQLITE_MAGIC):
        return Kind.GEOPACKAGE
    if head.startswith(SHAPEFILE_MAGIC):
        return Kind.SHAPEFILE
    return _sniff_text(head)


def _is_workbook(path: Path) -> bool:
    """Office files are zip archives with a table of contents of their own at the top."""
    try:
        with zipfile.ZipFile(path) as packed:
            return not {"[Content_Types].xml", "META-INF/manifest.xml"}.isdisjoint(
                packed.namelist()
            )
    except zipfile.BadZipFile:
        return False


def _sniff_text(head: bytes) -> Kind:
    if head.startswith(UTF16_MARKS):
        head = head[: len(head) // 2 * 2].decode("utf-16", "ignore").encode()
    if b"\x00" in head:
        return Kind.BINARY
    text = head.removeprefix(UTF8_MARK).lstrip(b"\x1e \t\r\n")
    if text.startswith(b"["):
        return Kind.RECORDS
    if text.startswith(b"{"):
        return Kind.RECORDS if _is_record_a_line(text) else Kind.GEOJSON
    if text.startswith(b"<"):
        return _sniff_xml(text)
    return Kind.CSV


def _is_record_a_line(text: bytes) -> bool:
    """Whether each line is an object of its own, and none of GeoJSON's."""
    first, _end, rest = text.partition(b"\n")
    try:
        record = json.loads(first)
    except ValueError:
        return False
    return rest.lstrip().startswith(b"{") and "type" not in record


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
    if found == Kind.WORKBOOK:
        raise ImportProblem(
            "workbook",
            _("This is an Excel or LibreOffice file; save each of its tables as CSV."),
            path.name,
        )
    if promised == Kind.GEOJSON and found == Kind.RECORDS:
        return found
    if promised is None and found in READABLE.values():
        return found
    if promised is None:
        raise ImportProblem(
            "unsupported",
            _(
                "This is %(found)s; expected are GeoPackage, Shapefile, GeoJSON, KML, "
                "GML or CSV, also zipped."
            )
            % {"found": found.word},
            path.name,
        )
    if promised != found:
        raise ImportProblem(
            "not_what_it_says",
            _("The file is named “%(ending)s” but contains %(found)s.")
            % {"ending": path.suffix, "found": found.word},
            path.name,
        )
    return found
