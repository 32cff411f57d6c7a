"""Zip archives and office files, read through once before they are taken.

Everything is unpacked into nothing: what the table of contents says is not believed, and checksums
are compared. Archives inside the archive share the same allowance.
"""

import zipfile
import zlib
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

from django.utils.translation import gettext as _

from gis.archives import Limits, UnsafeArchive, files_in, too_large
from gis.refusals import Refusal
from gis.uploads.kinds import Content
from gis.uploads.sniffing import by_head

DEEPEST = 3
"""A workbook inside a document inside an archive; deeper is nobody's honest delivery."""

LIMITS = Limits(total_bytes=500_000_000)
CHUNK = 1 << 20
IN_MEMORY = 4 * CHUNK
MACROS = "vbaproject.bin"


def inspect(file: BinaryIO, name: str, field: str) -> None:
    """Read the archive through; `file` stands at its beginning afterwards.

    Raises Refusal FILE_ARCHIVE with the reason: too large unpacked, a name that leads out,
    encrypted, damaged, too deep, another archive that cannot be looked into, macros, a program.
    """
    try:
        _Reader(LIMITS).read(file, name, 1)
    except UnsafeArchive as unsafe:
        raise Refusal(
            "FILE_ARCHIVE", f"{unsafe.message} ({unsafe.place})", field, reason=unsafe.code
        ) from None
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ):
        message = _("The zip file is damaged or only half written.")
        raise Refusal("FILE_ARCHIVE", message, field, reason="broken_archive") from None
    finally:
        file.seek(0)


class _Reader:
    """Counts what was unpacked so far, over all archives inside."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.left = limits.total_bytes

    def read(self, file: BinaryIO, name: str, depth: int) -> None:
        if depth > DEEPEST:
            raise UnsafeArchive(
                "nested_archive", _("The zip file holds archives inside archives."), name
            )
        with zipfile.ZipFile(file) as packed:
            for member in files_in(packed, name, self.limits, archives_too=True):
                self._member(packed, member, f"{name}/{member.filename}", depth)

    def _member(
        self, packed: zipfile.ZipFile, member: zipfile.ZipInfo, place: str, depth: int
    ) -> None:
        if member.filename.lower().endswith(MACROS):
            raise UnsafeArchive("macros", _("The file holds macros."), place)
        with packed.open(member) as source:
            head = source.read(CHUNK)
            self._count(len(head), place)
            found = by_head(head)
            if found == Content.OTHER_ARCHIVE:
                message = _("The zip file holds another archive; unpack that first.")
                raise UnsafeArchive("nested_archive", message, place)
            if found == Content.PROGRAM:
                raise UnsafeArchive("program", _("The zip file holds a program."), place)
            with SpooledTemporaryFile(IN_MEMORY) as inner:
                inner.write(head)
                while chunk := source.read(CHUNK):
                    self._count(len(chunk), place)
                    if found == Content.ZIP:
                        inner.write(chunk)
                if found == Content.ZIP:
                    self.read(inner, place, depth + 1)  # type: ignore[arg-type]

    def _count(self, size: int, place: str) -> None:
        self.left -= size
        if self.left < 0:
            raise too_large(place, self.limits.total_bytes)
