"""Kinds of values that settings have beyond numbers; each says what is expected instead."""

import json
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, FilePath

_HOST = re.compile(
    r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?|\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\]?"
)
_MAILBOX = re.compile(r"[^\s@<>,;]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
_CONTACT = re.compile(r"[^\s@]+@[^\s@]+|\d{3}")
_FUNCTION = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+", re.ASCII)
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_SHORTEST_KEY, _DIFFERENT = 32, 8


def _check(right: bool, expected: str) -> None:
    if not right:
        raise ValueError(f"expected {expected}")


def _address(text: str, schemes: tuple[str, ...], expected: str) -> str:
    """Of one of these schemes, on a host, with nothing that no address holds."""
    try:
        parts = urlsplit(text)
        whole = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    _check(whole and text.isprintable() and " " not in text, expected)
    return text


def _nothing(value: Any) -> Any:
    return None if value == "" else value


def _line(text: str) -> str:
    _check(text.isprintable(), "one line of text")
    return text


def _something(text: str) -> str:
    _check(bool(text.strip()), "some text")
    return _line(text)


def _database(text: str | None) -> str | None:
    if text is None:
        return None
    expected = "postgis://user:password@host:port/name"
    _address(text, ("postgis", "postgres", "postgresql"), expected)
    _check(len(urlsplit(text).path) > 1, expected)
    return text


def _key(text: str | None) -> str | None:
    if text is not None:
        long_enough = len(text) >= _SHORTEST_KEY and len(set(text)) >= _DIFFERENT
        _check(long_enough, f"at least {_SHORTEST_KEY} characters by chance")
    return text


def _host(text: str) -> str:
    _check(bool(_HOST.fullmatch(text)), "the name or address of one host, without scheme or port")
    return text


def _hosts(text: str) -> str:
    names = [one.strip() for one in text.split(",") if one.strip()]
    right = all(one == "*" or _HOST.fullmatch(one.removeprefix(".")) for one in names)
    _check(bool(names) and right, "host names without scheme or port, separated by commas")
    return text


def _web(text: str) -> str:
    return text and _address(text, ("http", "https"), "an address as https://www.example.org")


def _contact(text: str) -> str:
    _check(not text or bool(_CONTACT.search(text)), "an e-mail address or a telephone number")
    return _line(text)


def _mailbox(text: str) -> str:
    _check(bool(_MAILBOX.fullmatch(text)), "an e-mail address as registry@city.example")
    return text


def _folder(text: str) -> str:
    if text:
        path = Path(text)
        usable = "\0" not in text and path.is_absolute() and (path.is_dir() or not path.exists())
        _check(usable, "the whole path of a folder")
    return text


def _scanner(text: str) -> str:
    expected = "clamd://host:port, clamd:///path or the dotted path of a function"
    if text.startswith("clamd:///"):
        _check(len(text) > len("clamd:///") and text.isprintable(), expected)
    elif text.startswith("clamd:"):
        _address(text, ("clamd",), expected)
    else:
        _check(not text or bool(_FUNCTION.fullmatch(text)), expected)
    return text


def _picture(path: Path | None) -> Path | None:
    if path is not None:
        with path.open("rb") as file:
            _check(file.read(8).startswith(_PICTURES), "a picture (PNG or JPEG)")
    return path


def _json(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        raise ValueError("expected a JSON list of objects") from None


Land = Literal[
    "BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"
]
FromJson = BeforeValidator(_json)
Switch = Annotated[bool | None, BeforeValidator(_nothing)]
Database = Annotated[str | None, BeforeValidator(_nothing), AfterValidator(_database)]
Key = Annotated[str | None, BeforeValidator(_nothing), AfterValidator(_key)]
Picture = Annotated[FilePath | None, BeforeValidator(_nothing), AfterValidator(_picture)]
Line = Annotated[str, AfterValidator(_line)]
Name = Annotated[str, AfterValidator(_something)]
Host = Annotated[str, AfterValidator(_host)]
HostOrNothing = Annotated[str, AfterValidator(lambda text: text and _host(text))]
Hosts = Annotated[str, AfterValidator(_hosts)]
WebAddress = Annotated[str, AfterValidator(_web)]
Contact = Annotated[str, AfterValidator(_contact)]
Mailbox = Annotated[str, AfterValidator(_mailbox)]
Folder = Annotated[str, AfterValidator(_folder)]
Scanner = Annotated[str, AfterValidator(_scanner)]
