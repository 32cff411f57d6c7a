"""The kinds of file that may be attached, and the words for what else may be found in one."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Content(StrEnum):
    """What the bytes of a file say it is."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    TIFF = "tiff"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    DWG = "dwg"
    DXF = "dxf"
    OTDR = "otdr"
    TEXT = "text"
    ZIP = "zip"
    OTHER_ARCHIVE = "archive"
    OLD_OFFICE = "ole"
    PROGRAM = "program"
    MARKUP = "markup"
    OTHER_PICTURE = "picture"
    BINARY = "binary"


WORDS = {
    Content.JPEG: _("a JPEG photo"),
    Content.PNG: _("a PNG picture"),
    Content.WEBP: _("a WebP picture"),
    Content.HEIC: _("a HEIC photo"),
    Content.TIFF: _("a TIFF picture"),
    Content.PDF: _("a PDF"),
    Content.DOCX: _("a Word document"),
    Content.XLSX: _("an Excel workbook"),
    Content.PPTX: _("a PowerPoint presentation"),
    Content.ODT: _("a LibreOffice text"),
    Content.ODS: _("a LibreOffice spreadsheet"),
    Content.ODP: _("a LibreOffice presentation"),
    Content.DWG: _("an AutoCAD drawing"),
    Content.DXF: _("a DXF drawing"),
    Content.OTDR: _("an OTDR trace"),
    Content.TEXT: _("plain text"),
    Content.ZIP: _("a zip archive"),
    Content.OTHER_ARCHIVE: _("an archive that is not zip"),
    Content.OLD_OFFICE: _("a file of an old Office version"),
    Content.PROGRAM: _("a program"),
    Content.MARKUP: _("a web page or XML"),
    Content.OTHER_PICTURE: _("a picture of another kind"),
    Content.BINARY: _("data of an unknown kind"),
}


@dataclass(frozen=True)
class Kind:
    """One kind that is taken: what its bytes must say, how it may end, how it is sent back."""

    content: Content
    endings: tuple[str, ...]
    content_type: str

    @property
    def is_photo(self) -> bool:
        return self.content in {Content.JPEG, Content.PNG, Content.WEBP, Content.HEIC}


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"

KINDS: tuple[Kind, ...] = (
    Kind(Content.JPEG, (".jpg", ".jpeg"), "image/jpeg"),
    Kind(Content.PNG, (".png",), "image/png"),
    Kind(Content.WEBP, (".webp",), "image/webp"),
    Kind(Content.PDF, (".pdf",), "application/pdf"),
    Kind(Content.DOCX, (".docx",), f"{_OPEN_XML}.wordprocessingml.document"),
    Kind(Content.XLSX, (".xlsx",), f"{_OPEN_XML}.spreadsheetml.sheet"),
    Kind(Content.PPTX, (".pptx",), f"{_OPEN_XML}.presentationml.presentation"),
    Kind(Content.ODT, (".odt",), f"{_OPEN_DOCUMENT}.text"),
    Kind(Content.ODS, (".ods",), f"{_OPEN_DOCUMENT}.spreadsheet"),
    Kind(Content.ODP, (".odp",), f"{_OPEN_DOCUMENT}.presentation"),
    Kind(Content.DWG, (".dwg",), "image/vnd.dwg"),
    Kind(Content.DXF, (".dxf",), "image/vnd.dxf"),
    Kind(Content.OTDR, (".sor",), "application/octet-stream"),
    Kind(Content.TEXT, (".txt", ".csv"), "text/plain; charset=utf-8"),
    Kind(Content.ZIP, (".zip",), "application/zip"),
)
"""Office files with macros, HTML, SVG and programs are missing on purpose."""

HEIC = Kind(Content.HEIC, (".heic", ".heif"), "image/jpeg")
"""What phones make and few browsers show: taken, and stored as JPEG."""

BY_ENDING = {ending: kind for kind in (*KINDS, HEIC) for ending in kind.endings}
BY_CONTENT = {kind.content: kind for kind in KINDS}
ENDINGS = tuple(BY_ENDING)

ADVICE = {
    Content.TIFF: _("Please save scans as PDF and photos as JPEG."),
    Content.OTHER_PICTURE: _("Please save it as JPEG or PNG."),
    Content.OLD_OFFICE: _("Please save it in the present format or as PDF."),
    Content.OTHER_ARCHIVE: _("Please pack it as zip."),
}
"""What to do with what is refused for its kind."""


def listed(endings: Iterable[str] = ENDINGS) -> str:
    """The endings as a sentence names them."""
    return ", ".join(endings)
