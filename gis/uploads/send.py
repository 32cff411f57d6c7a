"""Sends a stored file back so that no browser runs it: as a download, its type fixed."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from gis.models import StoredFile
from gis.uploads.kinds import BY_CONTENT, Content

HARMLESS = "default-src 'none'; sandbox"


def send(request: HttpRequest, stored: StoredFile, *, photos_open: bool = True) -> HttpResponse:
    """The file itself. The caller has made sure that the person may see it.

    Photos open in the browser, unless told otherwise, everything else is saved.
    """
    kind = BY_CONTENT[Content(stored.content)]
    opens = kind.is_photo and photos_open
    return _sent(request, stored, stored.path, kind.content_type, as_attachment=not opens)


def send_thumbnail(request: HttpRequest, stored: StoredFile) -> HttpResponse:
    """A small WebP of a photo; 404 for what is none."""
    if not stored.is_photo:
        raise Http404
    return _sent(request, stored, stored.thumbnail_path, "image/webp", as_attachment=False)


def _sent(
    request: HttpRequest, stored: StoredFile, path: Path, content_type: str, *, as_attachment: bool
) -> HttpResponse:
    tag = f'"{stored.sha256}"'
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None:
        return _guarded(unchanged, tag)
    if not path.exists():
        raise Http404
    named = stored.name if path == stored.path else f"{Path(stored.name).stem}.webp"
    response = FileResponse(
        path.open("rb"), as_attachment=as_attachment, filename=named, content_type=content_type
    )
    return _guarded(response, tag)


def _guarded(response: HttpResponse, tag: str) -> HttpResponse:
    """Asked for anew each time, because who may see it can change."""
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = HARMLESS
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
