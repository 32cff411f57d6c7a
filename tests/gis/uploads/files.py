"""Files of every kind, honest and otherwise, small enough to be made in a test."""

import base64
import struct
import zipfile
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
DWG = b"AC1032" + bytes(200)
DXF = b"  0\r\nSECTION\r\n  2\r\nHEADER\r\n"
OTDR = b"Map\x00" + bytes(100)
TIFF = b"II*\x00" + bytes(60)
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAhJtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAA"
    "AAAAAAAAAAAEZpbG9jAAAAAERAAAMAAQAAAAACNgABAAAAAAAAAGoAAgAAAAACoAABAAAAAAAAAOQAAwAAAAADhAAB"
    "AAAAAAAAAB8AAABiaWluZgAAAAAAAwAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAC"
    "ppbmZlAgAAAQADAABtaW1lAGFwcGxpY2F0aW9uL3JkZit4bWwAAAAAAA5waXRtAAAAAAABAAABB2lwcnAAAADmaXBj"
    "bwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQg"
    "EBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQAN"
    "AAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEH"
    "BpeGkAAAAAAwgICAAAAAlpcm90AwAAABlpcG1hAAAAAAAAAAEAAQaBAgMFhIYAAAAoaXJlZgAAAAAAAAAOY2RzYwAC"
    "AAEAAQAAAA5jZHNjAAMAAQABAAABdW1kYXQAAABmKAGvE4D4EOGn//xNKP/6dc8P08yJif/601JH+FQ7/9aJw/JKRb"
    "OseX2e/wfiHUqkSrfGkr4d8zax/53i28UCGd4jLollcsQ/7OXExr6p3DvuY3p9qlFt/zeaobjG4afcbHo7nxK4AAAA"
    "BkV4aWYAAE1NACoAAAAIAAQBDwACAAAAEAAAAD4BEgADAAAAAQAGAACHaQAEAAAAAQAAAE6IJQAEAAAAAQAAAHQAAA"
    "AAS2FtZXJhIE5yLiA0NzExAAABkAMAAgAAABQAAABgAAAAADIwMjY6MDU6MDQgMTM6MTQ6MTUAAAQAAQACAAAAAk4A"
    "AAAAAgAFAAAAAwAAAKoAAwACAAAAAkUAAAAABAAFAAAAAwAAAMIAAAAAAAAAMwAAAAEAAAAPAAAAAQAAAAAAAAABAA"
    "AABwAAAAEAAAAJAAAAAQAAAAAAAAABPHg6eG1wbWV0YT5Oci4gNDcxMTwveDp4bXBtZXRhPg=="
)
"""As a phone held upright makes it: 64 by 48, red at the left of what the sensor saw, blue at the
right, with time, place and device in EXIF and a text in XMP. Nothing we install could write it."""
MARK = 0x0112
"""EXIF: orientation."""


def sent(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def zipped(files: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return out.getvalue()


def docx(more: dict[str, bytes] | None = None) -> bytes:
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
    return zipped(parts | (more or {}))


def bomb(megabytes: int = 30, name: str = "zeros.csv") -> bytes:
    return zipped({name: bytes(megabytes * 1_000_000)})


def lying_bomb() -> bytes:
    """Its table of contents says 10 bytes, unpacked it is 30 MB."""
    honest = bytearray(bomb())
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = honest.index(mark) + offset
        honest[place : place + 4] = struct.pack("<L", 10)
    return bytes(honest)


def jpeg(size: tuple[int, int] = (60, 40), *, turned: bool = False, place: bool = False) -> bytes:
    """Red at the left and blue at the right; `turned`: the camera was held upright."""
    picture = Image.new("RGB", size, (255, 0, 0))
    picture.paste((0, 0, 255), (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    if turned:
        exif[MARK] = 6
    if place:
        exif[0x8769] = {0x9003: "2026:05:04 13:14:15"}
        exif[0x8825] = {1: "N", 2: (51.0, 15.0, 0.0), 3: "E", 4: (7.0, 9.0, 0.0)}
        exif[0x010F] = "Kamera Nr. 4711"
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def png(width: int = 20, height: int = 20) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), (0, 255, 0)).save(out, "PNG")
    return out.getvalue()


def huge_png() -> bytes:
    """A head that promises 40,000 by 40,000 pixels."""
    data = bytearray(png())
    data[16:24] = struct.pack("!LL", 40_000, 40_000)
    data[29:33] = struct.pack("!L", zlib.crc32(data[12:29]))
    return bytes(data)
