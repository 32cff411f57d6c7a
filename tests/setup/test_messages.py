"""Catalogues of translations: complete, valid, compiled without the gettext tools."""

import gettext
from pathlib import Path

import pytest

from config.setup import messages
from config.setup.checkout import SetupError


@pytest.mark.parametrize("file", messages.catalogue_files(), ids=lambda file: file.parts[-5])
def test_placeholders_survive_translation(file: Path):
    broken = [
        (entry.id, str(error)) for entry, errors in messages.read(file).check() for error in errors
    ]

    assert broken == []


def test_texts_are_collected_from_code_and_templates(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    (tmp_path / "views.py").write_text('gettext("in code")\npgettext("verb", "open")\n')
    templates = tmp_path / "templates" / "room"
    templates.mkdir(parents=True)
    (templates / "page.html").write_text(
        '{% translate "in a page" %}{% blocktranslate %}with {{ value }}{% endblocktranslate %}'
    )

    found = {(entry.context, entry.id) for entry in messages.collect(tmp_path) if entry.id}

    assert found == {
        (None, "in code"),
        ("verb", "open"),
        (None, "in a page"),
        (None, "with %(value)s"),
    }


def test_catalogues_are_compiled(tmp_path, monkeypatch):
    file = tmp_path / "locale" / "de" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_text('msgid "route"\nmsgstr "Trasse"\n')
    monkeypatch.setattr(messages, "ROOM_FOLDERS", (tmp_path,))
    monkeypatch.setattr(messages.stamps, "LOCAL", tmp_path / "local")

    messages.ensure_compiled()

    with open(file.with_suffix(".mo"), "rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("route") == "Trasse"


def test_a_broken_catalogue_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    file = tmp_path / "room" / "locale" / "de" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_text('msgid "route"\nnonsense\n')

    with pytest.raises(SetupError, match="room/locale"):
        messages.read(file)
