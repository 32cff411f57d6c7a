"""The typed table of settings."""

import pytest
from pydantic import ValidationError

from config.environment import Environment, as_markdown
from config.setup.checkout import ROOT


def test_the_settings_page_is_what_the_table_says():
    # If this fails: .venv/bin/python -m config.environment > docs/settings.md
    assert (ROOT / "docs" / "settings.md").read_text() == f"{as_markdown()}\n"


@pytest.mark.parametrize("name", Environment.model_fields)
def test_every_setting_is_described(name: str):
    assert len(Environment.model_fields[name].description or "") > 20


def test_values_come_from_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CITY_AREA", "1,2,3,4")
    monkeypatch.setenv("BACKGROUNDS", '[{"name": "off", "title": "Off", "kind": "none"}]')
    monkeypatch.setenv("HOLD_DAYS", "3")

    environment = Environment()

    assert environment.city_area.as_tuple() == (1, 2, 3, 4)
    assert [background.name for background in environment.backgrounds] == ["off"]
    assert environment.hold_days == 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CITY_AREA", "3,4,1,2"),
        ("CITY_AREA", "1,2,3"),
        ("CITY_AREA", "1,2,3,4,5"),
        ("CITY_AREA", "nan,2,3,4"),
        ("PORT", "80"),
        ("PORT", "40000"),
        ("HOLD_DAYS", "0"),
        ("DEBUG", "perhaps"),
        ("BACKGROUNDS", '[{"name": "x", "title": "X", "kind": "ftp"}]'),
        ("BACKGROUNDS", '[{"name": "x y", "title": "X", "kind": "none"}]'),
        (
            "BACKGROUNDS",
            '[{"name": "x", "title": "X", "kind": "xyz", "url": "https://a.example/"}]',
        ),
        (
            "BACKGROUNDS",
            '[{"name": "x", "title": "X", "kind": "wmts", "url": "https://a.example/"}]',
        ),
        (
            "BACKGROUNDS",
            '[{"name": "x", "title": "X", "kind": "wms", "url": "https://a.example/"}]',
        ),
        ("BACKGROUNDS", '[{"name": "x", "title": "X", "kind": "none", "color": true}]'),
    ],
)
def test_nonsense_is_refused_by_name(name: str, value: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(name, value)

    with pytest.raises(ValidationError, match=name.lower()):
        Environment()
