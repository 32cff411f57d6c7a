"""What is taken, what is refused with which reason, and what lies on the disk afterwards."""

import hashlib
import stat
from collections.abc import Callable
from io import BytesIO

import pytest
from django.conf import settings as configured
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.utils import translation
from PIL import Image

from gis.models import StoredFile
from gis.refusals import Refusal
from gis.uploads import packed
from gis.uploads.take import take
from tests.gis.uploads import files

pytestmark = pytest.mark.django_db

TAKEN: dict[str, bytes] = {
    "foto.jpg": files.jpeg(),
    "Foto.JPEG": files.jpeg(),
    "plan.png": files.png(),
    "plan.pdf": files.PDF,
    "bericht.docx": files.docx(),
    "plan.dwg": files.DWG,
    "plan.dxf": files.DXF,
    "faser-7.sor": files.OTDR,
    "notiz.txt": "Schacht gespült".encode(),
    "liste.csv": "Köln;1".encode("cp1252"),
    "alles.zip": files.zipped({"a/plan.pdf": files.PDF}),
    "zwei.zip": files.zipped({"innen.zip": files.zipped({"b.txt": b"b"})}),
}

REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "nothing in it": ("leer.pdf", lambda: b"", "FILE_EMPTY"),
    "wrong ending": ("plan.pdf", files.jpeg, "FILE_MISMATCH"),
    "a program as a photo": ("foto.jpg", lambda: b"MZ" + bytes(100), "FILE_MISMATCH"),
    "a page as a text": ("notiz.txt", lambda: b"<html><script>", "FILE_MISMATCH"),
    "an archive as a document": (
        "bericht.docx",
        lambda: files.zipped({"a.txt": b"a"}),
        "FILE_MISMATCH",
    ),
    "a document as an archive": ("bericht.zip", files.docx, "FILE_MISMATCH"),
    "a program": ("setup.exe", lambda: b"MZ" + bytes(100), "FILE_TYPE"),
    "two endings": ("plan.pdf.exe", lambda: files.PDF, "FILE_TYPE"),
    "a page": ("seite.html", lambda: b"<html></html>", "FILE_TYPE"),
    "a drawing with scripts": ("bild.svg", lambda: b"<svg onload='x'/>", "FILE_TYPE"),
    "old Office": ("alt.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9), "FILE_TYPE"),
    "no ending": ("plan", lambda: files.PDF, "FILE_TYPE"),
    "bomb": ("daten.zip", files.bomb, "FILE_ARCHIVE"),
    "bomb that lies": ("daten.zip", files.lying_bomb, "FILE_ARCHIVE"),
    "bomb in a document": (
        "bericht.docx",
        lambda: files.docx({"word/media.bin": bytes(30_000_000)}),
        "FILE_ARCHIVE",
    ),
    "bomb in an archive": ("d.zip", lambda: files.zipped({"i.zip": files.bomb()}), "FILE_ARCHIVE"),
    "bomb under another name": (
        "d.zip",
        lambda: files.zipped({"bild.jpg": files.bomb()}),
        "FILE_ARCHIVE",
    ),
    "archives without end": ("tief.zip", lambda: _deep(5), "FILE_ARCHIVE"),
    "another archive inside": ("d.zip", lambda: files.zipped({"a.7z": b"x"}), "FILE_ARCHIVE"),
    "gzip under another name": (
        "d.zip",
        lambda: files.zipped({"a.txt": b"\x1f\x8b" + bytes(20)}),
        "FILE_ARCHIVE",
    ),
    "way out of the archive": (
        "d.zip",
        lambda: files.zipped({"../../etc/passwd": b"x"}),
        "FILE_ARCHIVE",
    ),
    "macros": ("b.docx", lambda: files.docx({"word/vbaProject.bin": b"x"}), "FILE_ARCHIVE"),
    "a program in an archive": (
        "d.zip",
        lambda: files.zipped({"bild.jpg": b"MZ" + bytes(99)}),
        "FILE_ARCHIVE",
    ),
    "a web page before a PDF": (
        "a.pdf",
        lambda: b"<html><script>alert(1)</script>\n%PDF-1.4\n",
        "FILE_MISMATCH",
    ),
    "half an archive": ("d.zip", lambda: files.zipped({"a.txt": b"abc" * 99})[:60], "FILE_ARCHIVE"),
    "half a phone's photo": ("foto.heic", lambda: files.HEIC[:500], "FILE_BROKEN"),
    "a JPEG as HEIC": ("foto.heic", files.jpeg, "FILE_MISMATCH"),
    "half a photo": ("foto.jpg", lambda: files.jpeg()[:300], "FILE_BROKEN"),
    "a photo without end": ("foto.png", files.huge_png, "FILE_TOO_LARGE"),
}


def _deep(levels: int) -> bytes:
    data = b"unten"
    for level in range(levels):
        data = files.zipped({f"{level}.zip" if level else "unten.txt": data})
    return data


@pytest.mark.parametrize("name", TAKEN)
def test_what_the_trade_sends_is_taken(name: str) -> None:
    stored = take(files.sent(name, TAKEN[name]), by=None)
    on_disk = stored.path.read_bytes()
    assert stored.name == name
    assert hashlib.sha256(on_disk).hexdigest() == stored.sha256
    assert len(on_disk) == stored.size
    assert stored.is_photo or on_disk == TAKEN[name]


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_the_reason_at_the_field(case: str) -> None:
    name, data, code = REFUSED[case]
    before = _on_disk()
    with pytest.raises(Refusal) as refused:
        take(files.sent(name, data()), by=None, field="attachment")
    assert (refused.value.code, refused.value.field) == (code, "attachment")
    assert len(str(refused.value)) > 10
    assert not StoredFile.objects.exists()
    assert _on_disk() == before


def _on_disk() -> set[str]:
    return {str(path) for path in configured.UPLOAD_FOLDER.rglob("*")}


@pytest.mark.parametrize(
    "name", ["", "...", "a\x07.pdf", "plan\u202efdp.exe.pdf", "a" * 200 + ".pdf", "..\\b.pdf"]
)
def test_names_with_tricks_are_refused(name: str) -> None:
    file = files.sent("x.pdf", files.PDF)
    file._name = name  # Django's own form parser mends most of these before we see them
    with pytest.raises(Refusal) as refused:
        take(file, by=None)
    assert refused.value.code == "FILE_NAME"


def test_size_is_limited_by_the_setting(settings) -> None:
    settings.UPLOAD_MAX_MB = 1
    with pytest.raises(Refusal) as refused:
        take(files.sent("notiz.txt", b"a" * 1_000_001), by=None)
    assert refused.value.code == "FILE_TOO_LARGE"
    assert "1 MB" in str(refused.value)


def test_only_the_endings_of_the_place_are_taken() -> None:
    with pytest.raises(Refusal) as refused:
        take(files.sent("plan.pdf", files.PDF), by=None, endings=(".jpg",))
    assert refused.value.code == "FILE_TYPE"
    assert ".jpg" in str(refused.value) and ".pdf" not in str(refused.value)


def test_stored_apart_under_a_random_name_that_only_we_read() -> None:
    one, two = (take(files.sent("plan.pdf", files.PDF), by=None) for _ in range(2))
    assert one.path != two.path and one.sha256 == two.sha256
    assert "plan" not in str(one.path.relative_to(configured.UPLOAD_FOLDER))
    assert stat.S_IMODE(one.path.stat().st_mode) == 0o600


def test_photos_stand_upright_without_place_and_device() -> None:
    stored = take(files.sent("foto.jpg", files.jpeg(turned=True, place=True)), by=None)
    with Image.open(stored.path) as photo:
        assert photo.size == (40, 60)
        red, _green, blue = photo.convert("RGB").getpixel((20, 5))
        assert red > 200 > blue
        assert not photo.getexif()
    data = stored.path.read_bytes()
    assert b"Exif" not in data and b"4711" not in data
    assert stored.taken_at is not None
    assert stored.taken_at.isoformat() == "2026-05-04T13:14:15+02:00"
    with Image.open(BytesIO(stored.thumbnail_path.read_bytes())) as small:
        assert small.size == (40, 60) and small.format == "WEBP"


def test_photos_of_phones_become_jpeg_upright_without_place_and_device() -> None:
    stored = take(files.sent("IMG 4711.HEIC", files.HEIC), by=None)
    assert (stored.name, stored.content) == ("IMG 4711.jpg", "jpeg")
    data = stored.path.read_bytes()
    assert hashlib.sha256(data).hexdigest() == stored.sha256
    assert b"Exif" not in data and b"Nr. 4711" not in data
    with Image.open(BytesIO(data)) as photo:
        assert (photo.format, photo.size) == ("JPEG", (48, 64))
        red, _green, blue = photo.getpixel((24, 5))
        assert red > 200 > blue
    assert stored.taken_at is not None
    assert stored.taken_at.isoformat() == "2026-05-04T13:14:15+02:00"
    with Image.open(stored.thumbnail_path) as small:
        assert small.size == (48, 64)


@pytest.mark.parametrize(
    ("name", "data", "advice"),
    [
        ("scan.tif", files.TIFF, "PDF"),
        ("alt.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9), "PDF"),
        ("bild.gif", b"GIF89a" + bytes(20), "PNG"),
        ("plan.7z", b"7z\xbc\xaf\x27\x1c" + bytes(20), "zip"),
    ],
)
def test_what_is_refused_for_its_kind_says_what_to_do(name: str, data: bytes, advice: str) -> None:
    with translation.override("en"), pytest.raises(Refusal) as refused:
        take(files.sent(name, data), by=None, endings=(".csv",))
    assert refused.value.code == "FILE_TYPE"
    assert advice in str(refused.value)


def test_archives_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "LIMITS", packed.Limits(total_bytes=200))
    inner = files.zipped({"a.txt": b"a" * 60}, method=0)
    data = files.zipped({"one.zip": inner}, method=0)
    with pytest.raises(Refusal) as refused:
        take(files.sent("d.zip", data), by=None)
    assert refused.value.details["reason"] == "archive_too_large"


def test_the_database_refuses_what_the_checker_never_writes() -> None:
    stored = take(files.sent("plan.pdf", files.PDF), by=None)
    for column, value in (
        ("name", "'../plan.pdf'"),
        ("name", "E'a\\x07.pdf'"),
        ("name", "'b.pdf'"),
        ("sha256", "'x'"),
        ("size", "0"),
        ("content", "'exe'"),
    ):
        statement = f"UPDATE citygis_storedfile SET {column} = {value} WHERE id = %s"
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [stored.pk])
