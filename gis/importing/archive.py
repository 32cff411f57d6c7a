"""Unpack a delivered zip without trusting it: size, ratio, number, names and kinds are checked
first.
"""

import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from gis.importing.problems import ImportProblem

ARCHIVE_ENDINGS = (".zip", ".kmz", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar", ".tgz", ".zst")
ENCRYPTED = 0x1
CHUNK = 1 << 20


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


def unpack(archive: Path, into: Path, limits: Limits | None = None) -> None:
    """Write the files of ``archive`` into the empty folder ``into`` or raise ``ImportProblem``."""
    limits = limits or Limits()
    try:
        with zipfile.ZipFile(archive) as packed:
            members = [member for member in packed.infolist() if not member.is_dir()]
            _check(archive.name, members, limits)
            allowance = limits.total_bytes
            for member in members:
                allowance -= _write(packed, member, into / member.filename, allowance, archive.name)
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


def _check(name: str, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse by the table of contents, before a byte is unpacked."""
    if not members:
        raise ImportProblem("empty_archive", _("The zip file is empty."), name)
    if len(members) > limits.members:
        raise ImportProblem(
            "archive_too_large",
            _("The zip file holds %(count)d files; at most %(limit)d are accepted.")
            % {"count": len(members), "limit": limits.members},
            name,
        )
    for member in members:
        _check_member(name, member)
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if unpacked > limits.total_bytes or (
        unpacked > limits.ratio_floor_bytes and unpacked / packed > limits.ratio
    ):
        raise _too_large(name, unpacked)


def _check_member(name: str, member: zipfile.ZipInfo) -> None:
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
        raise ImportProblem(
            "unsafe_archive", _("The zip file holds a name that leads out of it."), place
        )
    if stat.S_ISLNK(member.external_attr >> 16):
        raise ImportProblem("unsafe_archive", _("The zip file holds a symbolic link."), place)
    if member.flag_bits & ENCRYPTED:
        raise ImportProblem("encrypted_archive", _("The zip file is encrypted."), place)
    if path.suffix.lower() in ARCHIVE_ENDINGS:
        raise ImportProblem(
            "nested_archive", _("The zip file holds another archive; unpack that first."), place
        )


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
                raise _too_large(name, written)
            sink.write(chunk)
    return written


def _too_large(name: str, size: int) -> ImportProblem:
    return ImportProblem(
        "archive_too_large",
        _("Unpacked, the zip file would take %(size)d MB or more; that is refused.")
        % {"size": max(1, size // 1_000_000)},
        name,
    )
