"""The one way in for a file: checked, scanned, stored under a random name."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from gis.models import StoredFile
from gis.refusals import Refusal
from gis.uploads import handler, names, packed, photo, scanner
from gis.uploads.kinds import (
    ADVICE,
    BY_CONTENT,
    BY_ENDING,
    ENDINGS,
    WORDS,
    Content,
    Kind,
    listed,
)
from gis.uploads.sniffing import content_of

CHUNK = 1 << 20
READ_THROUGH = {
    Content.ZIP,
    Content.DOCX,
    Content.XLSX,
    Content.PPTX,
    Content.ODT,
    Content.ODS,
    Content.ODP,
}


def file_of(request: HttpRequest, field: str = "file") -> UploadedFile:
    """The one file of the request. Raises Refusal FILE_TOO_LARGE and FILE_MISSING."""
    file = request.FILES.get(field)
    if handler.was_stopped(request):
        raise _too_large(field)
    if file is None:
        raise Refusal("FILE_MISSING", _("Please choose a file."), field)
    return file


@dataclass(frozen=True)
class Checked:
    """A file that may be stored: its bytes as they will lie on the disk."""

    name: str
    kind: Kind
    source: BinaryIO
    thumbnail: bytes | None = None
    taken_at: datetime | None = None


def take(
    file: UploadedFile, *, by: Any, field: str = "file", endings: tuple[str, ...] = ENDINGS
) -> StoredFile:
    """Check the file and store it; see `checked` for what is refused."""
    return store(checked(file, field=field, endings=endings), by=by)


def checked(
    file: UploadedFile, *, field: str = "file", endings: tuple[str, ...] = ENDINGS
) -> Checked:
    """The file as it may be stored. Takes seconds for large ones: call it outside a transaction.

    `endings` are those taken here. Raises Refusal with `field`: FILE_EMPTY, FILE_TOO_LARGE,
    FILE_NAME, FILE_TYPE, FILE_MISMATCH, FILE_ARCHIVE, FILE_BROKEN, FILE_INFECTED,
    FILE_NOT_SCANNED.
    """
    name = names.checked(file.name or "", field)
    check_size(file, field)
    kind = checked_kind(file, name, field, endings)
    if kind.content in READ_THROUGH:
        packed.inspect(file, name, field)
    scanner.scan(file, field)
    if not kind.is_photo:
        return Checked(name, kind, file)
    ready = photo.prepare(file, kind.content, field)
    taken_at = ready.taken_at and make_aware(ready.taken_at)
    name, kind = _as_stored(name, kind)
    return Checked(name, kind, BytesIO(ready.data), ready.thumbnail, taken_at)


def _as_stored(name: str, kind: Kind) -> tuple[str, Kind]:
    """What is stored in another format than it was sent is named so, too."""
    if kind.content not in photo.STORED_AS:
        return name, kind
    stored = BY_CONTENT[photo.STORED_AS[kind.content]]
    return name[: -len(names.ending_of(name))] + stored.endings[0], stored


def store(ready: Checked, *, by: Any) -> StoredFile:
    """Write the file for whoever refers to it in the same transaction."""
    stored = StoredFile(name=ready.name, content=ready.kind.content.value, by=by)
    stored.taken_at = ready.taken_at
    if ready.thumbnail is not None:
        _write(stored.thumbnail_path, BytesIO(ready.thumbnail))
    ready.source.seek(0)
    stored.size, stored.sha256 = _write(stored.path, ready.source)
    stored.save(force_insert=True)
    return stored


def check_size(file: UploadedFile, field: str) -> None:
    """Raises Refusal FILE_EMPTY and FILE_TOO_LARGE."""
    if not file.size:
        raise Refusal("FILE_EMPTY", _("The file is empty."), field)
    if file.size > handler.most_bytes():
        raise _too_large(field)


def _too_large(field: str) -> Refusal:
    most = handler.most_bytes()
    message = _("The file is too large; at most %(most)d MB are accepted.")
    return Refusal("FILE_TOO_LARGE", message % {"most": most // 1_000_000}, field, most_bytes=most)


def checked_kind(file: BinaryIO, name: str, field: str, endings: tuple[str, ...]) -> Kind:
    """The kind that content and ending agree on. Raises Refusal FILE_TYPE and FILE_MISMATCH."""
    ending = names.ending_of(name)
    found = content_of(file)
    promised = BY_ENDING.get(ending) if ending in endings else None
    if promised is None:
        message = _("Files of this kind are not accepted (%(found)s). Accepted are: %(endings)s.")
        said = {"found": WORDS[found], "endings": listed(endings)}
        sentences = (message % said, ADVICE.get(found))
        raise Refusal("FILE_TYPE", " ".join(str(one) for one in sentences if one), field)
    if promised.content != found:
        message = _("The file is named “%(ending)s” but contains %(found)s.")
        raise Refusal("FILE_MISMATCH", message % {"ending": ending, "found": WORDS[found]}, field)
    return promised


def _write(path: Path, source: BinaryIO) -> tuple[int, str]:
    """Write a new file that only we can read; its size and SHA-256."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    size, digest = 0, hashlib.sha256()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as sink:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            digest.update(chunk)
            sink.write(chunk)
        sink.flush()
        os.fsync(sink.fileno())
    return size, digest.hexdigest()
