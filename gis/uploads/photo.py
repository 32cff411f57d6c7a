"""Photos: turned upright, freed of what the camera wrote into them, and small for a list.

A phone writes where and with which device a photo was taken into the file. Both are removed, since
the file may go to partners and out of the house; the day of taking is read first.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _
from pi_heif import register_heif_opener
from PIL import ExifTags, Image, ImageOps

from gis.refusals import Refusal
from gis.uploads.kinds import Content

MOST_PIXELS = 60_000_000
"""A phone's largest picture; uncompressed it takes 180 MB."""

register_heif_opener(thumbnails=False)

FORMATS = {
    Content.JPEG: "JPEG",
    Content.PNG: "PNG",
    Content.WEBP: "WEBP",
    Content.HEIC: "HEIF",
}
STORED_AS = {Content.HEIC: Content.JPEG}
QUALITY = 90
THUMBNAIL_EDGE = 320
THUMBNAIL_QUALITY = 75


@dataclass(frozen=True)
class Photo:
    """`taken_at` is the camera's own time, without a zone; None where it wrote none."""

    data: bytes
    thumbnail: bytes
    taken_at: datetime | None


def prepare(file: BinaryIO, content: Content, field: str) -> Photo:
    """The photo as it is stored. Raises Refusal FILE_BROKEN and FILE_TOO_LARGE."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=[FORMATS[content]]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise _too_many_pixels(field)
                taken_at = _taken_at(picture)
                upright = ImageOps.exif_transpose(picture)
                written = _written(upright, STORED_AS.get(content, content))
                return Photo(written, _thumbnail(upright), taken_at)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(field) from None
    except Refusal:
        raise
    except Exception:  # damaged pictures make the decoders fail in many ways
        message = _("The picture is damaged or only half written.")
        raise Refusal("FILE_BROKEN", message, field) from None


def _too_many_pixels(field: str) -> Refusal:
    message = _("The picture has too many pixels; at most %(most)d million are accepted.")
    return Refusal("FILE_TOO_LARGE", message % {"most": MOST_PIXELS // 1_000_000}, field)


def _written(picture: Image.Image, content: Content) -> bytes:
    """Encoded anew, so that nothing of the file survives but what one sees."""
    out = BytesIO()
    colours = picture.info.get("icc_profile")
    kept = {"icc_profile": colours} if colours else {}
    if content == Content.JPEG:
        shown = picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")
        kept = kept if shown is picture else {}
        shown.save(out, "JPEG", quality=QUALITY, optimize=True, exif=b"", **kept)
    else:
        # Nothing of the old file's text, position or animation is passed on.
        clean = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        clean.info = {}
        clean.save(out, FORMATS[content], exif=b"", quality=QUALITY)
    return out.getvalue()


def _thumbnail(picture: Image.Image) -> bytes:
    out = BytesIO()
    small = picture.convert("RGB")
    small.thumbnail((THUMBNAIL_EDGE, THUMBNAIL_EDGE))
    small.info = {}
    small.save(out, "WEBP", quality=THUMBNAIL_QUALITY)
    return out.getvalue()


def _taken_at(picture: Image.Image) -> datetime | None:
    try:
        said = picture.getexif().get_ifd(ExifTags.IFD.Exif)
        text = said.get(ExifTags.Base.DateTimeOriginal)
        return datetime.strptime(str(text), "%Y:%m:%d %H:%M:%S") if text else None
    except (ValueError, TypeError, KeyError, OSError, SyntaxError):
        return None
