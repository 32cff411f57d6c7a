"""The package as GeoPackage; every row says for whom and on which case it was made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils import timezone, translation

from gis.exporting import gpkg_file
from gis.tables import Column
from reservations.information.contents import FREE, USE, Package
from reservations.letters.contents import LANGUAGE
from reservations.letters.letterhead import letterhead

_MARK = (Column("vorgang", "", ""), Column("empfaenger", "", ""))
_LAYERS: dict[str, Sequence[Column]] = {
    "trassen": (
        Column("kennung", "", ""),
        Column("art", "", ""),
        Column("nutzung", "", ""),
        Column("kapazitaet", "", ""),
        Column("laenge_m", "", "", "number"),
    ),
    "standorte": (Column("kennung", "", ""), Column("art", "", "")),
    "zellen": (Column("nutzung", "", ""), Column("kapazitaet", "", "")),
    "hinweise": (Column("angabe", "", ""), Column("wert", "", "")),
}
TERMS = "Nur für den Zweck des Antrags; keine Weitergabe (§ 148 TKG). Abrufe werden protokolliert."


def written(package: Package) -> bytes:
    mark = (str(package.case), package.case.organisation.name)
    with TemporaryDirectory() as folder, translation.override(LANGUAGE):
        path = Path(folder) / "package.gpkg"
        for layer, rows in _rows(package).items():
            columns = [*_LAYERS[layer], *_MARK]
            marked = [(*values, *mark, shape) for values, shape in rows]
            gpkg_file.write(path, columns, [marked] if marked else [], layer=layer)
        return path.read_bytes()


def _rows(package: Package) -> dict[str, list[tuple[Sequence[Any], Any]]]:
    free = package.free
    return {
        "trassen": [
            (
                (one.code, one.get_kind_display(), USE, FREE[free.get(one.pk)], one.length_m),
                one.geom.wkb,
            )
            for one in package.segments
        ],
        "standorte": [((one.code, one.get_kind_display()), one.geom.wkb) for one in package.sites],
        "zellen": [((USE, FREE[level]), shape.wkb) for shape, level in package.cells],
        "hinweise": [((name, value), None) for name, value in _notes(package)],
    }


def _notes(package: Package) -> Iterable[tuple[str, str]]:
    head = letterhead()
    yield "Stand", timezone.localtime(package.made_at).isoformat(timespec="minutes")
    yield "Ansprechstelle", ", ".join([head.name, head.unit, *head.contact])
    yield "Rechtsgrundlage", "Art. 4 Abs. 1 VO (EU) 2024/1309; § 136 TKG"
    yield "Nutzungsbedingung", TERMS
