"""A delivery, whatever its wrapping: one file, a folder or a zip; its layers by name."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from django.utils.translation import gettext as _

from gis.importing.archive import Limits, unpack
from gis.importing.csv_reader import GeometryColumns, read_csv
from gis.importing.integrity import check_whole
from gis.importing.problems import ImportProblem
from gis.importing.sniffing import READABLE, Kind, confirm
from gis.importing.table import Table
from gis.importing.vector_reader import layer_names, read_layer


@dataclass(frozen=True)
class Layer:
    """One table of a delivery: where it lies and what it is called there."""

    path: Path
    kind: Kind
    name: str


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
        self._whole: set[Path] = set()
        self.layers: dict[str, Layer] = {}

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
        if not self.layers:
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
        """Files with a readable ending; links are not followed, archives inside are not opened."""
        paths = sorted(
            path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()
        )
        wanted = [path for path in paths if READABLE.get(path.suffix.lower(), Kind.ZIP) != Kind.ZIP]
        return [(path, READABLE[path.suffix.lower()]) for path in wanted]

    def _add(self, path: Path, kind: Kind) -> None:
        """Register the layers of a file under their name and under "file.ending" (the first wins a
        name).
        """
        if kind == Kind.GML:
            path = self._copy(path)
        if kind in {Kind.GEOPACKAGE, Kind.KML, Kind.GML} and not self.path.is_dir():
            self._check(path, kind)
        names = (
            layer_names(path, kind)
            if kind in {Kind.GEOPACKAGE, Kind.KML, Kind.GML}
            else [path.stem]
        )
        for name in names:
            layer = Layer(path, kind, name)
            self.layers.setdefault(name, layer)
            self.layers.setdefault(f"{path.name}/{name}" if len(names) > 1 else path.name, layer)
            if len(names) == 1:
                self.layers.setdefault(path.stem, layer)

    def _copy(self, path: Path) -> Path:
        """GDAL writes what it guesses of a GML's structure beside it; not into the delivery."""
        folder = Path(tempfile.mkdtemp(dir=self._scratch()))
        for part in (path, path.with_suffix(".xsd")):
            if part.is_file():
                shutil.copyfile(part, folder / part.name)
        return folder / path.name

    def find(self, name: str | None, place: str = "") -> Layer:
        """The layer called ``name``; None means the only one."""
        layers = set(self.layers.values())
        if name is None and len(layers) == 1:
            return layers.pop()
        if name in self.layers:
            return self.layers[name]
        by_lower = {known.lower(): layer for known, layer in reversed(self.layers.items())}
        if name is not None and name.lower() in by_lower:
            return by_lower[name.lower()]
        raise ImportProblem(
            "no_layer",
            _("There is no layer “%(layer)s”; there are: %(layers)s.")
            % {"layer": name or "", "layers": ", ".join(sorted({layer.name for layer in layers}))},
            place,
        )

    def read(self, layer: Layer, options: ReadOptions) -> Table:
        """The rows of ``layer``; raises ``ImportProblem`` if its file is not whole or not what it
        says.
        """
        self._check(layer.path, layer.kind)
        if layer.kind == Kind.CSV:
            return read_csv(
                layer.path,
                encoding=options.encoding,
                separator=options.separator,
                geometry=options.geometry,
                header=options.header,
            )
        name = _gdal_name(layer)
        return read_layer(layer.path, layer.kind, name, options.encoding)

    def _check(self, path: Path, kind: Kind) -> None:
        if path in self._whole:
            return
        confirm(path)
        check_whole(path, kind)
        self._whole.add(path)


def _gdal_name(layer: Layer) -> str:
    """GDAL's own name of the layer; GeoJSON may carry another one inside than its file."""
    if layer.kind in {Kind.GEOJSON, Kind.SHAPEFILE}:
        names = layer_names(layer.path, layer.kind)
        return names[0]
    return layer.name
