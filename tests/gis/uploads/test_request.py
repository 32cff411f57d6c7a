"""Files on their way in and out: limits while reading, headers while sending."""

from io import BytesIO

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from gis.refusals import Refusal
from gis.uploads.send import send, send_thumbnail
from gis.uploads.take import file_of, take
from tests.gis.uploads import files

pytestmark = pytest.mark.django_db


class Counted(BytesIO):
    """Says how much of it was asked for."""

    asked = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self.asked += len(data)
        return data


def request_with(data: bytes, length: int | None = None) -> tuple[HttpRequest, Counted]:
    body = encode_multipart(BOUNDARY, {"file": files.sent("plan.pdf", data)})
    stream = Counted(body)
    environ = RequestFactory()._base_environ(
        REQUEST_METHOD="POST",
        CONTENT_TYPE=MULTIPART_CONTENT,
        CONTENT_LENGTH=str(length or len(body)),
        **{"wsgi.input": stream},
    )
    return WSGIRequest(environ), stream


def test_200_megabytes_are_refused_before_they_are_read() -> None:
    request, stream = request_with(files.PDF + b"x" * 3_000_000, length=200_000_000)
    with pytest.raises(Refusal) as refused:
        file_of(request)
    assert (refused.value.code, refused.value.field) == ("FILE_TOO_LARGE", "file")
    assert stream.asked < 1_000_000


def test_large_files_wait_on_the_disk_not_in_memory() -> None:
    request, _stream = request_with(files.PDF + b" " * 3_000_000)
    file = file_of(request)
    assert file.temporary_file_path()  # only files on the disk have one
    assert take(file, by=None).size == len(files.PDF) + 3_000_000


def test_a_missing_file_is_said() -> None:
    with pytest.raises(Refusal) as refused:
        file_of(RequestFactory().post("/", {}))
    assert refused.value.code == "FILE_MISSING"


def test_documents_are_saved_and_never_run() -> None:
    stored = take(files.sent("Übersicht; 1.pdf", files.PDF), by=None)
    response = send(RequestFactory().get("/"), stored)
    assert b"".join(response) == files.PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-cache"
    with pytest.raises(Http404):
        send_thumbnail(RequestFactory().get("/"), stored)


def test_photos_are_shown_and_not_sent_twice() -> None:
    stored = take(files.sent("foto.jpg", files.jpeg()), by=None)
    response = send(RequestFactory().get("/"), stored)
    assert response["Content-Disposition"].startswith("inline")
    again = send(RequestFactory().get("/", headers={"if-none-match": response["ETag"]}), stored)
    assert again.status_code == 304
    assert send_thumbnail(RequestFactory().get("/"), stored)["Content-Type"] == "image/webp"


def test_a_file_that_is_gone_is_not_found() -> None:
    stored = take(files.sent("plan.pdf", files.PDF), by=None)
    stored.path.unlink()
    with pytest.raises(Http404):
        send(RequestFactory().get("/"), stored)
