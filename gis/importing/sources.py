"""A delivery, whatever its wrapping: one file, a folder or a zip; its layers by name."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from types import TracebackType
from typing import Self

from django.utils.translation import gettext as _

from gis.importing import encodings
from gis.importing.archive import Limits, unpack
from gis.importing.csv_reader import read_csv
from gis.importing.findings import Finding
from gis.importing.integrity import check_whole
from gis.importing.kml import with_schemas_first
from gis.importing.problems import ImportProblem
from gis.importing.records_reader import read_records
from gis.importing.sniffing import READABLE, Kind, confirm
from gis.importing.table import Table, together
from gis.importing.text_geometry import GeometryColumns
from gis.importing.vector_reader import layer_names, read_layer


@dataclass(frozen=True)
class Layer:
    """One table of a delivery: where it lies and what it is called there."""

    path: Path
    kind: Kind
    name: str
    problem: ImportProblem | None = None
    """Why it cannot be opened; said once somebody wants it."""


@dataclass(frozen=True)
class ReadOptions:
    """What a mapping may say about reading, instead of having it found out."""

    encoding: str | None = None
    separator: str | None = None
    geometry: GeometryColumns | None = None
    header: tuple[str, ...] | None = None


class Source:
    """Opens a delivery and reads its layers; use as a context manager (a zip is unpacked for that
    time).
    """

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self.path = path
        self._limits = limits
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._whole: dict[Path, Kind] = {}
        self._names: dict[str, list[Layer]] = {}

    def __enter__(self) -> Self:
        try:
            self._open()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def _open(self) -> None:
        if not self.path.exists():
            raise ImportProblem("no_file", _("There is no such file or folder."), self.path.name)
        for path, kind in self._files():
            self._add(path, kind)
        if not self._names:
            raise ImportProblem(
                "nothing_readable",
                _(
                    "Nothing readable: expected are GeoPackage, Shapefile, GeoJSON, KML, "
                    "GML or CSV."
                ),
                self.path.name,
            )

    def _close(self) -> None:
        if self._temporary is not None:
            self._temporary.cleanup()

    def _files(self) -> list[tuple[Path, Kind]]:
        """The readable files; a file given by name must be what it says, others beside it are not
        looked at.
        """
        if self.path.is_dir():
            return self._folder(self.path)
        kind = confirm(self.path)
        if kind != Kind.ZIP:
            return [(self.path, kind)]
        folder = self._scratch() / "unpacked"
        folder.mkdir()
        unpack(self.path, folder, self._limits)
        return self._folder(folder)

    def _scratch(self) -> Path:
        """A folder of our own for as long as the source is open."""
        if self._temporary is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="import-")
        return Path(self._temporary.name)

    def _folder(self, folder: Path) -> list[tuple[Path, Kind]]:
        """Files with a readable ending; links are not followed, archives inside are not opened,
        what systems and office programs leave behind is no data.
        """
        paths = sorted(
            path
            for path in folder.rglob("*")
            if path.is_file() and not path.is_symlink() and not _is_junk(path.relative_to(folder))
        )
        wanted = [path for path in paths if READABLE.get(path.suffix.lower(), Kind.ZIP) != Kind.ZIP]
        return [(path, READABLE[path.suffix.lower()]) for path in wanted]

    def _add(self, path: Path, kind: Kind) -> None:
        """Register the layers of a file under their name, "file.ending" and "folder/file.ending".

        A file that cannot be opened is no obstacle to those beside it.
        """
        whole = path
        try:
            if kind == Kind.GML:
                path = self._copy(path)
            if kind == Kind.KML:
                path = self._described(path)
            layers = [Layer(path, kind, name) for name in self._layer_names(path, kind)]
        except ImportProblem as problem:
            if whole == self.path:
                raise
            layers = [Layer(path, kind, path.stem, problem)]
        for layer in layers:
            several = len(layers) > 1
            self._call(layer, layer.name)
            self._call(layer, f"{path.name}/{layer.name}" if several else path.name)
            if not several:
                self._call(layer, path.stem)
            for folder in whole.relative_to(self._root(whole)).parents[:-1]:
                inside = whole.relative_to(self._root(whole) / folder.parent)
                self._call(layer, f"{inside}/{layer.name}" if several else str(inside))

    def _root(self, path: Path) -> Path:
        """The folder of the delivery; names say the way from there."""
        if self._temporary and path.is_relative_to(self._temporary.name):
            return Path(self._temporary.name) / "unpacked"
        return self.path if self.path.is_dir() else path.parent

    def _call(self, layer: Layer, name: str) -> None:
        """Let ``name`` mean ``layer``, too."""
        meant = self._names.setdefault(name, [])
        if layer not in meant:
            meant.append(layer)

    def _layer_names(self, path: Path, kind: Kind) -> list[str]:
        if kind not in {Kind.GEOPACKAGE, Kind.KML, Kind.GML}:
            return [path.stem]
        self._check(path, kind)
        return layer_names(path, kind)

    def _copy(self, path: Path) -> Path:
        """GDAL writes what it guesses of a GML's structure beside it; not into the delivery."""
        folder = Path(tempfile.mkdtemp(dir=self._scratch()))
        for part in (path, path.with_suffix(".xsd")):
            if part.is_file():
                shutil.copyfile(part, folder / part.name)
        return folder / path.name

    def _described(self, path: Path) -> Path:
        """A KML file whose attributes are described where the reader looks for it."""
        content = path.read_bytes()
        better = with_schemas_first(content)
        if better == content:
            return path
        copy = Path(tempfile.mkdtemp(dir=self._scratch())) / path.name
        copy.write_bytes(better)
        return copy

    @property
    def layers(self) -> list[Layer]:
        """All layers of the delivery."""
        return list(dict.fromkeys(layer for meant in self._names.values() for layer in meant))

    def find(self, name: str | None, place: str = "") -> list[Layer]:
        """The layer called ``name``, in any case; None means the only one, ``*`` stands for any
        characters and may mean several, which are read as one.
        """
        layers = self.layers
        if name is None and len(layers) == 1:
            return layers
        found = self._meant(name) if name else []
        if not found:
            raise ImportProblem(
                "no_layer",
                _("There is no layer “%(layer)s”; there are: %(layers)s.")
                % {"layer": name or "", "layers": ", ".join(sorted({one.name for one in layers}))},
                place,
            )
        if len(found) > 1 and "*" not in str(name):
            raise ImportProblem(
                "ambiguous_layer",
                _("“%(layer)s” may mean several layers; name one of: %(layers)s.")
                % {"layer": name, "layers": ", ".join(sorted(map(self._own_name, found)))},
                place,
            )
        return found

    def _meant(self, name: str) -> list[Layer]:
        if name in self._names:
            return self._names[name]
        pattern = name.lower()
        meant = [
            layer
            for known, layers in self._names.items()
            if (fnmatchcase(known.lower(), pattern) if "*" in name else known.lower() == pattern)
            for layer in layers
        ]
        return list(dict.fromkeys(meant))

    def _own_name(self, layer: Layer) -> str:
        """The longest name that means this layer alone."""
        names = [name for name, meant in self._names.items() if meant == [layer]]
        return max(names, key=len, default=layer.name)

    def read(self, layers: Sequence[Layer], options: ReadOptions) -> Table:
        """The rows of ``layers`` one after the other; raises ``ImportProblem`` if a file is not
        whole or not what it says.
        """
        return together([self._read(layer, options) for layer in layers])

    def _read(self, layer: Layer, options: ReadOptions) -> Table:
        if layer.problem is not None:
            raise layer.problem
        path, findings = self._as_utf8(layer, options)
        kind = self._check(path, layer.kind)
        if kind == Kind.RECORDS:
            return read_records(path, options.geometry)
        if kind == Kind.CSV:
            return read_csv(
                path,
                encoding=options.encoding,
                separator=options.separator,
                geometry=options.geometry,
                header=options.header,
            )
        table = read_layer(path, kind, _gdal_name(path, layer), options.encoding)
        table.findings += findings
        return table

    def _as_utf8(self, layer: Layer, options: ReadOptions) -> tuple[Path, list[Finding]]:
        """JSON has to be UTF-8; a file that is something else is read as a copy that is."""
        if layer.kind != Kind.GEOJSON:
            return layer.path, []
        content = layer.path.read_bytes()
        used = encodings.guess(content)
        if used == "utf-8-sig":
            return layer.path, []
        if used != "utf-16":
            used = options.encoding or used
        copy = Path(tempfile.mkdtemp(dir=self._scratch())) / layer.path.name
        copy.write_text(content.decode(used, "replace"), encoding="utf-8")
        values = {"declared": "UTF-8", "used": used}
        return copy, [Finding("encoding_differs", layer.name, values=values)]

    def _check(self, path: Path, kind: Kind) -> Kind:
        """What the file really is, once it is known to be whole."""
        if path not in self._whole:
            found = confirm(path)
            check_whole(path, kind if found != Kind.RECORDS else found)
            self._whole[path] = found
        return self._whole[path]


def _gdal_name(path: Path, layer: Layer) -> str:
    """GDAL's own name of the layer; GeoJSON may carry another one inside than its file."""
    if layer.kind in {Kind.GEOJSON, Kind.SHAPEFILE}:
        return layer_names(path, layer.kind)[0]
    return layer.name


def _is_junk(path: Path) -> bool:
    return any(part.startswith((".", "~$")) or part == "__MACOSX" for part in path.parts)
