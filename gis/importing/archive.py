"""Unpack a delivered zip without trusting it: size, ratio, number, names and kinds are checked
first.
"""

import zipfile
import zlib
from pathlib import Path

from django.utils.translation import gettext as _

from gis.archives import Limits, UnsafeArchive, files_in, too_large
from gis.importing.problems import ImportProblem

__all__ = ["Limits", "unpack"]

CHUNK = 1 << 20


def unpack(archive: Path, into: Path, limits: Limits | None = None) -> None:
    """Write the files of ``archive`` into the empty folder ``into`` or raise ``ImportProblem``."""
    limits = limits or Limits()
    try:
        with zipfile.ZipFile(archive) as packed:
            allowance = limits.total_bytes
            for member in files_in(packed, archive.name, limits):
                allowance -= _write(packed, member, into / member.filename, allowance, archive.name)
    except UnsafeArchive as unsafe:
        raise ImportProblem(unsafe.code, unsafe.message, unsafe.place) from None
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
    ) as error:
        raise ImportProblem(
            "broken_archive",
            _("The zip file is damaged or only half written."),
            archive.name,
        ) from error


def _write(
    packed: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, allowance: int, name: str
) -> int:
    """Unpack one member and return its size; the stated size is not believed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with packed.open(member) as source, target.open("xb") as sink:
        while chunk := source.read(CHUNK):
            written += len(chunk)
            if written > allowance or written > member.file_size:
                raise too_large(name, written)
            sink.write(chunk)
    return written
