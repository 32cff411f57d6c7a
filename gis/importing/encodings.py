"""Which characters the bytes of a delivery mean, found out from the bytes where nobody says it."""

import codecs
import re
from pathlib import Path

ENCODINGS = ("utf-8", "utf-16", "cp1252", "iso-8859-1", "iso-8859-15", "cp850", "cp1250")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
LEGACY = "cp1252"
# Bytes of one character beyond ASCII in UTF-8; other encodings hardly ever write such a row.
MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
# Values cut at the width of their field may end in half a character.
SHARE_OF_UTF8 = 0.9
HIGH = re.compile(rb"[\x80-\xff]")
# The language byte of dBASE, where a program wrote one and no .cpg.
DBASE_LANGUAGES = {
    0x01: "cp437",
    0x02: "cp850",
    0x03: "cp1252",
    0x57: "cp1252",
    0x64: "cp852",
    0x65: "cp866",
    0xC8: "cp1250",
}


def guess(content: bytes) -> str:
    """A byte order mark, UTF-8 or else cp1252, which reads anything."""
    if content.startswith(UTF16_MARKS):
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return LEGACY
    return "utf-8-sig"


def of_dbase(table: Path, declaration: Path | None) -> tuple[str, str | None]:
    """The encoding of a dBASE table and what its .cpg says, if that is something else.

    Declarations are wrong so often that the bytes decide where they can.
    """
    content = table.read_bytes()
    declared = _known(declaration.read_text("ascii", "ignore")) if declaration else None
    # The header describes the columns in binary numbers.
    body = content[int.from_bytes(content[8:10], "little") :]
    high = len(HIGH.findall(body))
    if not high:
        return declared or LEGACY, None
    if sum(map(len, MULTIBYTE.findall(body))) >= SHARE_OF_UTF8 * high:
        used = "utf-8"
    elif declared not in (None, "utf-8"):
        used = str(declared)
    else:
        used = DBASE_LANGUAGES.get(content[29], LEGACY)
    return used, declared if declared not in (None, used) else None


def recode(value: str, encoding: str) -> str:
    """Text that was read byte by byte as ISO-8859-1, in its real encoding."""
    if value.isascii():
        return value
    return value.encode("iso-8859-1").decode(encoding, "replace").rstrip("\ufffd")


def _known(name: str) -> str | None:
    """Python's name of an encoding as Shapefiles declare it: "UTF-8", "1252", "ANSI 1252"."""
    wanted = name.strip().lower().removeprefix("ansi").strip()
    for candidate in (wanted, f"cp{wanted}", wanted.replace("88591", "iso-8859-1")):
        try:
            return codecs.lookup(candidate).name
        except (LookupError, ValueError):
            continue
    return None
