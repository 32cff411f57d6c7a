"""Files that no row names go, and nothing else does."""

import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from gis import daily
from gis.models import DailyPart, StoredFile
from gis.uploads.sweep import AGE, FEW, ForeignFolder, sweep
from gis.uploads.take import take
from tests.gis.uploads import files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.UPLOAD_FOLDER = tmp_path
    return tmp_path


def aged(path: Path, age: timedelta = AGE + timedelta(minutes=1)) -> Path:
    then = (timezone.now() - age).timestamp()
    os.utime(path, (then, then))
    return path


def lost() -> StoredFile:
    """A file whose transaction was taken back."""
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        stored = take(files.sent("foto.jpg", files.jpeg()), by=None)
        raise ZeroDivisionError
    return stored


def test_what_was_taken_back_goes_with_its_thumbnail() -> None:
    kept, gone = take(files.sent("a.jpg", files.jpeg()), by=None), lost()
    for one in (kept, gone):
        aged(one.path)
        aged(one.thumbnail_path)

    assert sweep() == 2
    assert kept.path.exists() and kept.thumbnail_path.exists()
    assert not gone.path.exists() and not gone.thumbnail_path.exists()
    assert sweep() == 0


def test_what_may_still_get_its_row_stays() -> None:
    """The file of a running transaction has no row that others see."""
    fresh = lost()
    assert sweep() == 0
    aged(fresh.path, AGE - timedelta(minutes=1))
    assert sweep() == 0
    assert fresh.path.exists()


def test_what_we_did_not_name_stays(folder: Path) -> None:
    inside = folder / "ab"
    inside.mkdir()
    foreign = [
        inside / "readme.txt",
        inside / f"cd{uuid4().hex[2:]}",
        inside / f"ab{'x' * 30}",
        folder / f"ab{uuid4().hex[2:]}",
    ]
    for path in foreign:
        path.write_bytes(b"x")
        aged(path)
    outside = folder.parent / f"{uuid4().hex}.of-others"
    outside.write_bytes(b"x")
    (inside / f"ab{uuid4().hex[2:]}").symlink_to(outside)

    sweep()
    assert all(path.exists() for path in (*foreign, outside))


def test_the_folder_of_another_database_is_left_alone() -> None:
    many = [lost() for _ in range(FEW)]
    for one in many:
        aged(one.path)
        aged(one.thumbnail_path)
    with pytest.raises(ForeignFolder):
        sweep()
    assert all(one.path.exists() for one in many)


def test_the_daily_run_sweeps() -> None:
    gone = lost()
    aged(gone.path)
    daily.run()
    assert not gone.path.exists()
    assert not DailyPart.objects.get(name="uploads").problem
