"""What a zip archive may hold, told from its table of contents before a byte is unpacked."""

import stat
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

ARCHIVE_ENDINGS = (".zip", ".kmz", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar", ".tgz", ".zst")
ENCRYPTED = 0x1


@dataclass(frozen=True)
class Limits:
    """What an archive may hold; bytes are counted unpacked."""

    total_bytes: int = 2_000_000_000
    members: int = 2_000
    ratio: int = (
        200  # deflate reaches about 1,000 only on constant input; real geodata stays below 50
    )
    ratio_floor_bytes: int = (
        10_000_000  # below this size a high ratio is harmless (tables of blanks)
    )


class UnsafeArchive(Exception):
    """The archive is not unpacked; `place` is the archive, or the archive and the file in it."""

    def __init__(self, code: str, message: str, place: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.place = place


def files_in(
    packed: zipfile.ZipFile, name: str, limits: Limits, *, archives_too: bool = False
) -> Sequence[zipfile.ZipInfo]:
    """The files of the archive called `name`, none of them with a trick in it.

    `archives_too` lets zip archives inside it pass, for a caller who looks into them as well.
    Raises UnsafeArchive.
    """
    members = [member for member in packed.infolist() if not member.is_dir()]
    if not members:
        raise UnsafeArchive("empty_archive", _("The zip file is empty."), name)
    if len(members) > limits.members:
        raise UnsafeArchive(
            "archive_too_large",
            _("The zip file holds %(count)d files; at most %(limit)d are accepted.")
            % {"count": len(members), "limit": limits.members},
            name,
        )
    for member in members:
        _check(name, member, archives_too)
    unpacked = sum(member.file_size for member in members)
    packed_bytes = max(1, sum(member.compress_size for member in members))
    if unpacked > limits.total_bytes or (
        unpacked > limits.ratio_floor_bytes and unpacked / packed_bytes > limits.ratio
    ):
        raise too_large(name, unpacked)
    return members


def _check(name: str, member: zipfile.ZipInfo, archives_too: bool) -> None:
    """Refuse names that leave the folder, links, encrypted members and archives inside the
    archive.
    """
    place = f"{name}/{member.filename}"
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if (
        path.is_absolute()
        or ".." in path.parts
        or ":" in member.filename
        or "\0" in member.filename
    ):
        raise UnsafeArchive(
            "unsafe_archive", _("The zip file holds a name that leads out of it."), place
        )
    if stat.S_ISLNK(member.external_attr >> 16):
        raise UnsafeArchive("unsafe_archive", _("The zip file holds a symbolic link."), place)
    if member.flag_bits & ENCRYPTED:
        raise UnsafeArchive("encrypted_archive", _("The zip file is encrypted."), place)
    ending = path.suffix.lower()
    if ending in ARCHIVE_ENDINGS and not (archives_too and ending in {".zip", ".kmz"}):
        raise UnsafeArchive(
            "nested_archive", _("The zip file holds another archive; unpack that first."), place
        )


def too_large(name: str, size: int) -> UnsafeArchive:
    """The refusal of an archive that takes `size` bytes or more unpacked."""
    return UnsafeArchive(
        "archive_too_large",
        _("Unpacked, the zip file would take %(size)d MB or more; that is refused.")
        % {"size": max(1, size // 1_000_000)},
        name,
    )
