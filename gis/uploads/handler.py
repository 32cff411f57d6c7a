"""Stops reading a request whose files are larger than any that may be sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

BESIDES_BYTES = 1_000_000
"""What a form may hold besides its files."""


def most_bytes() -> int:
    """The largest file that is taken."""
    return settings.UPLOAD_MAX_MB * 1_000_000


class StopTooLarge(FileUploadHandler):
    """Comes before the handlers that store: a request that says it is too large is not read.

    What is read lies on the disk beyond 2.5 MB, by Django's own handlers.
    """

    too_large = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: bytes,
        encoding: str | None = None,
    ) -> None:
        self.too_large = content_length > most_bytes() + BESIDES_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.too_large:
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def was_stopped(request: HttpRequest) -> bool:
    """Whether the files of the request are missing because they were too large."""
    return any(getattr(handler, "too_large", False) for handler in request.upload_handlers)
