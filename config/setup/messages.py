"""Translations without the gettext tools: collect texts, update and compile catalogues.

Each room keeps its catalogues in <room>/locale/<language>/LC_MESSAGES/django.po. Source texts
are English; German is the language people see first.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from config.setup import stamps
from config.setup.checkout import ROOT, SetupError
from config.setup.terminal import step

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ROOMS = (
    "config",
    "gis",
    "history",
    "accounts",
    "assets",
    "network",
    "reservations",
    "quality",
    "webhooks",
)
ROOM_FOLDERS = (*(ROOT / room for room in ROOMS), ROOT / "graphql" / "registry_api")
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def catalogue_files() -> list[Path]:
    """All .po files of the project."""
    return sorted(file for room in ROOM_FOLDERS for file in room.glob("locale/*/LC_MESSAGES/*.po"))


def read(file: Path) -> "Catalog":
    """One catalogue; raises SetupError where the file is not valid."""
    from babel.messages.pofile import PoFileError, read_po

    try:
        with open(file, "rb") as stream:
            return read_po(stream, locale=file.parts[-3], abort_invalid=True)
    except PoFileError as error:
        raise SetupError(f"{file.relative_to(ROOT)}: {error}") from error


def ensure_compiled() -> None:
    """Compile each .po beside itself, unless none changed."""
    from babel.messages.mofile import write_mo

    stamp = stamps.stamp_of("messages")
    files = catalogue_files()
    value = stamps.fingerprint(files)
    targets = {file: file.with_suffix(".mo") for file in files}
    if stamps.is_current(stamp, value) and all(target.exists() for target in targets.values()):
        return
    with step("Translations"):
        for file, target in targets.items():
            with open(target, "wb") as stream:
                write_mo(stream, read(file))
    stamps.write(stamp, value)


def collect(room: Path) -> "Catalog":
    """Every text of a room that is marked for translation, in Python and in templates."""
    from babel.messages.catalog import Catalog

    catalog = Catalog(charset="utf-8")
    for file in sorted([*room.rglob("*.py"), *room.glob("templates/**/*.*")]):
        if "node_modules" in file.parts:
            continue
        for _line, text, context in _texts(file):
            catalog.add(text, locations=[(str(file.relative_to(ROOT)), None)], context=context)
    return catalog


def update() -> None:
    """Bring every German catalogue up to date with the sources; new texts are left empty."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    for room in ROOM_FOLDERS:
        found = collect(room)
        if not len(found):
            continue
        file = room / "locale" / "de" / "LC_MESSAGES" / "django.po"
        catalog = read(file) if file.exists() else Catalog(locale="de")
        catalog.update(found, no_fuzzy_matching=True)
        # Texts that left the sources; version control remembers them.
        catalog.obsolete.clear()
        file.parent.mkdir(parents=True, exist_ok=True)
        written = BytesIO()
        write_po(written, catalog, width=100, omit_header=False, sort_by_file=True)
        file.write_bytes(_without_date(written.getvalue()))


def _without_date(text: bytes) -> bytes:
    """A catalogue without the moment it was made, which would be a conflict in every merge."""
    return b"".join(
        line for line in text.splitlines(keepends=True) if b'"POT-Creation-Date:' not in line
    )


def _texts(file: Path) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    from babel.messages.extract import extract
    from django.utils.translation.template import templatize

    source = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        # What is left of a template is no Python block, so its indentation must not be read as one.
        lines = templatize(source, origin=str(file)).splitlines()
        source = "\n".join(line.lstrip() for line in lines)
    options = {"encoding": "utf-8"}
    for line, text, _comments, context in extract(
        "python", BytesIO(source.encode()), _KEYWORDS, options=options
    ):
        if text:
            yield line, text, context
