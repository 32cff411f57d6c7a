"""What a file is, told from its bytes alone."""

import re
import zipfile
from typing import BinaryIO

from gis.uploads.kinds import Content

HEAD_BYTES = 65_536

_MAGIC: tuple[tuple[bytes, Content], ...] = (
    (b"\xff\xd8\xff", Content.JPEG),
    (b"\x89PNG\r\n\x1a\n", Content.PNG),
    (b"PK\x03\x04", Content.ZIP),
    (b"PK\x05\x06", Content.ZIP),
    (b"Map\x00", Content.OTDR),
    (b"AutoCAD Binary DXF\r\n\x1a\x00", Content.DXF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Content.OLD_OFFICE),
    (b"7z\xbc\xaf\x27\x1c", Content.OTHER_ARCHIVE),
    (b"Rar!\x1a\x07", Content.OTHER_ARCHIVE),
    (b"\x1f\x8b", Content.OTHER_ARCHIVE),
    (b"BZh", Content.OTHER_ARCHIVE),
    (b"\xfd7zXZ\x00", Content.OTHER_ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Content.OTHER_ARCHIVE),
    (b"MZ", Content.PROGRAM),
    (b"\x7fELF", Content.PROGRAM),
    (b"#!", Content.PROGRAM),
    (b"\xca\xfe\xba\xbe", Content.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Content.PROGRAM),
    (b"GIF8", Content.OTHER_PICTURE),
    (b"BM", Content.OTHER_PICTURE),
    (b"II*\x00", Content.TIFF),
    (b"MM\x00*", Content.TIFF),
)
_PATTERNS: tuple[tuple[re.Pattern[bytes], Content], ...] = (
    (re.compile(rb"RIFF....WEBP", re.DOTALL), Content.WEBP),
    # Brands of ISO/IEC 23008-12; "mif1" alone may also hold other codecs.
    (
        re.compile(rb"....ftyp(?:hei[cxms]|mif1.{4}(?:.{4}){0,8}?hei[cxms])", re.DOTALL),
        Content.HEIC,
    ),
    (re.compile(rb"....ftyp", re.DOTALL), Content.OTHER_PICTURE),
    # Readers accept a PDF whose mark comes late; some printers write lines of their own first.
    (re.compile(rb".{0,1019}?%PDF-", re.DOTALL), Content.PDF),
    (re.compile(rb"AC10\d\d"), Content.DWG),
    (re.compile(rb"(?:\s*999\r?\n[^\n]*\n)*\s*0\r?\n\s*SECTION\r?\n"), Content.DXF),
)
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|svg|iframe|\?xml|\?php)", re.IGNORECASE)
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_OPEN_XML = {"word/": Content.DOCX, "xl/": Content.XLSX, "ppt/": Content.PPTX}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": Content.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Content.ODS,
    b"application/vnd.oasis.opendocument.presentation": Content.ODP,
}


def content_of(file: BinaryIO) -> Content:
    """What `file` holds; it stands at its beginning afterwards."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(0)
    found = by_head(head)
    if found == Content.ZIP:
        found = _office_or_zip(file)
        file.seek(0)
    return found


def by_head(head: bytes) -> Content:
    """What the first bytes say; office files are still zip archives here."""
    for magic, content in _MAGIC:
        if head.startswith(magic) and not (magic == b"BM" and _is_text(head)):
            return content
    for pattern, content in _PATTERNS:
        found = pattern.match(head)
        if found:
            # What comes before the mark of a PDF is none: browsers would read a web page there.
            return Content.MARKUP if _MARKUP.search(found[0]) else content
    if not _is_text(head):
        return Content.BINARY
    return Content.MARKUP if _MARKUP.search(head) else Content.TEXT


def _is_text(head: bytes) -> bool:
    if head.startswith(_UTF16_MARKS):
        return b"\x00\x00" not in head
    return _CONTROL.search(head.removeprefix(_UTF8_MARK)) is None


def _office_or_zip(file: BinaryIO) -> Content:
    """Office files are zip archives with a table of contents of their own at the top."""
    try:
        with zipfile.ZipFile(file) as packed:
            names = packed.namelist()
            if "[Content_Types].xml" in names:
                return next(
                    (
                        content
                        for folder, content in _OPEN_XML.items()
                        if any(name.startswith(folder) for name in names)
                    ),
                    Content.ZIP,
                )
            if names and names[0] == "mimetype":
                with packed.open("mimetype") as said:
                    return _OPEN_DOCUMENT.get(said.read(100).strip(), Content.ZIP)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return Content.ZIP
    return Content.ZIP
