"""Deletes files that no row names: what was sent in a transaction that was taken back.

Files are written inside the transaction that makes their row, so a file without one may be about
to get it. Only what is older than any transaction lives is deleted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from gis.models import StoredFile

AGE = timedelta(days=1)
FEW = 20
"""So many may be deleted whatever else lies there."""


class ForeignFolder(Exception):
    """Most files are named by no row: the folder is that of another database."""


def sweep() -> int:
    """Delete what nothing names and nobody is writing any more; how many files that were.

    Only names of our own making count; what else somebody put into the folder stays. Raises
    ForeignFolder, and deletes nothing, where more would go than stay.
    """
    lost, known = [], 0
    for folder in sorted(Path(settings.UPLOAD_FOLDER).glob("[0-9a-f][0-9a-f]")):
        ours = list(_files(folder))
        named = _named({pk for _path, pk in ours})
        known += sum(pk in named for _path, pk in ours)
        lost += [path for path, pk in ours if pk not in named and _is_old(path)]
    if len(lost) > max(FEW, known):
        raise ForeignFolder(
            f"{settings.UPLOAD_FOLDER}: no row of this database names {len(lost)} files, "
            f"{known} are named. Is it the folder of another database?"
        )
    for path in lost:
        path.unlink(missing_ok=True)
    return len(lost)


def _files(folder: Path) -> Iterator[tuple[Path, UUID]]:
    """The files that `StoredFile` could name, as it would name them; thumbnails, too."""
    for path in folder.iterdir():
        if path.suffix in {"", ".webp"} and len(path.stem) == 32 and path.is_file():
            try:
                pk = UUID(path.stem)
            except ValueError:
                continue
            if pk.hex == path.stem and path.stem.startswith(folder.name):
                yield path, pk


def _named(keys: set[UUID]) -> set[UUID]:
    return set(StoredFile.objects.filter(pk__in=keys).values_list("pk", flat=True))


def _is_old(path: Path) -> bool:
    try:
        return path.stat().st_mtime < (timezone.now() - AGE).timestamp()
    except FileNotFoundError:
        return False
