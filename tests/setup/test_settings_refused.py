"""A wrong value of a setting ends the start, with the name of the variable and what is expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.environment import Environment, load

NUMBERS = ("", "x", "-1", "1,5", "inf", "9" * 20)
SWITCHES = (" ", "x", "-1", "2", "ja", "1.5")
ADDRESSES = ("x", "ä", "www.example.org", "ftp://a.example", "https://", "javascript:alert(1)")
LINES = ("a\nb", "a\x07b")
NOBODY = " ", "ä", "a b", "https://a.example", "a.example:80", "-"
WRONG: dict[str, tuple[str, ...]] = {
    "DATABASE_URL": (" ", "x", "ä", "mysql://a/b", "postgis://host", "postgis://host:x/name"),
    "SECRET_KEY": (" ", "x", "ä" * 31, "x" * 100),
    "ALLOWED_HOSTS": ("", ",", *NOBODY, "a.example, b c"),
    "HOST": ("", *NOBODY),
    "LOG_LEVEL": ("", "info", "ä", "10"),
    "CITY_NAME": ("", " ", *LINES),
    "CITY_AREA": ("", "x", "1,2,3", "1,2,ä,4", "3,4,1,2", "inf,2,3,4"),
    "BACKGROUNDS": ("", "x", "ä", "{}", "[]", "[1]", '[{"name": "x"}]', '[{"kind": "ä"}]'),
    "LETTERHEAD_NAME": ("", " ", *LINES),
    "LETTERHEAD_UNIT": LINES,
    "LETTERHEAD_ADDRESS": LINES,
    "LETTERHEAD_CONTACT": LINES,
    "LETTERHEAD_FOOTER": LINES,
    "LETTERHEAD_LOGO": ("x", "/", "/nowhere/ä.png", __file__),
    "ACCESSIBILITY_CONTACT": (" ", "x", "ä", "a@b\nc"),
    "ACCESSIBILITY_ENFORCEMENT": LINES,
    "IMPRINT_URL": ADDRESSES,
    "PRIVACY_URL": ADDRESSES,
    "FEDERAL_STATE": ("", "XX", "nw", "Ä"),
    "SITE_ADDRESS": ADDRESSES,
    "MAIL_HOST": NOBODY,
    "MAIL_SECURITY": ("", "ssl", "ä"),
    "MAIL_USER": LINES,
    "MAIL_PASSWORD": LINES,
    "MAIL_FROM": ("", "x", "a@", "@b", "a b@c", "A <a@b.example>", "a@ä.example"),
    "UPLOAD_FOLDER": (" ", "var/uploads", "ä", __file__),
    "UPLOAD_SCANNER": (" ", "x", "ä", "clamd:x", "clamd:///", "clamd://a:x", "a.b-c"),
}
"""Beside numbers and switches, all of which are tried alike."""


def _cases() -> list[tuple[str, str]]:
    found = []
    for field, facts in Environment.model_fields.items():
        name, kind = field.upper(), facts.annotation
        alike = NUMBERS if kind in (int, float) else SWITCHES if kind in (bool, bool | None) else ()
        wrong = WRONG.get(name, alike)
        assert wrong, f"{name} takes whatever it is given"
        found += [(name, value) for value in wrong]
    return found


@pytest.mark.parametrize(("name", "value"), _cases())
def test_a_wrong_value_ends_the_start(name: str, value: str, monkeypatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as stopped:
        load()
    first, *mistakes = str(stopped.value).splitlines()
    assert first == "These settings are not usable:"
    told = {line.strip().partition(": ")[0].partition(".")[0] for line in mistakes}
    assert told == {name}
    assert all(len(line.partition(": ")[2]) > len("expected") for line in mistakes)


@pytest.mark.parametrize("name", ["DATABASE_URL", "SECRET_KEY", "DEMO", "LETTERHEAD_LOGO"])
def test_an_empty_one_is_as_good_as_none(name: str, monkeypatch) -> None:
    monkeypatch.setenv(name, "")
    assert getattr(load(), name.lower()) is None


def test_what_cities_have_is_taken(tmp_path: Path, monkeypatch) -> None:
    logo = tmp_path / "Wäppchen.png"
    logo.write_bytes(b"\x89PNG\r\n\x1a\n")
    right = {
        "DATABASE_URL": "postgis://a@%2Frun%2Fpostgres:5432/city",
        "SECRET_KEY": "0123456789abcdef0123456789abcdef",
        "ALLOWED_HOSTS": ".example.org, 10.0.0.7,[::1],*",
        "HOST": "::",
        "CITY_NAME": "Grünstadt",
        "LETTERHEAD_LOGO": str(logo),
        "ACCESSIBILITY_CONTACT": "0202 563-0",
        "IMPRINT_URL": "https://www.example.org/impressum?a=1#b",
        "SITE_ADDRESS": "http://localhost:8001",
        "MAIL_HOST": "mail_server",
        "UPLOAD_FOLDER": str(tmp_path / "neu"),
        "UPLOAD_SCANNER": "clamd://scanner:3310",
    }
    for name, value in right.items():
        monkeypatch.setenv(name, value)
    taken = load()
    assert {name: str(getattr(taken, name.lower())) for name in right} == right
