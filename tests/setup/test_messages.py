"""Catalogues of translations: complete, valid, compiled without the gettext tools."""

import gettext
from collections import defaultdict
from pathlib import Path

import pytest

from config.setup import messages
from config.setup.checkout import SetupError


@pytest.mark.parametrize("room", messages.ROOM_FOLDERS, ids=lambda room: room.name)
def test_every_text_of_a_room_is_translated(room: Path):
    file = room / "locale" / "de" / "LC_MESSAGES" / "django.po"
    known = messages.read(file) if file.exists() else ()
    translated = {(entry.context, entry.id) for entry in known if _is_complete(entry.string)}

    missing = [
        entry.id
        for entry in messages.collect(room)
        if entry.id and (entry.context, entry.id) not in translated
    ]

    # `make messages` adds them to the catalogue; the German text is yours.
    assert missing == []


def test_a_text_has_the_same_translation_in_every_room():
    # Django merges the catalogues: of two translations one would win everywhere.
    translations: dict[tuple, set] = defaultdict(set)
    for file in messages.catalogue_files():
        for entry in messages.read(file):
            if entry.id:
                translations[file.parts[-3], entry.context, str(entry.id)].add(str(entry.string))

    assert {text: found for text, found in translations.items() if len(found) > 1} == {}


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


def _is_complete(translation: str | tuple[str, ...]) -> bool:
    forms = (translation,) if isinstance(translation, str) else translation
    return all(forms)
