"""Finds the GDAL and GEOS that come inside the pyogrio and shapely wheels.

GeoDjango would otherwise load the system's GDAL, which is often years older: its parser of spatial
reference strings makes outbound requests, and Django warns about it (gis.W001).
"""

import os
from importlib.util import find_spec
from pathlib import Path


class NativeLibraryMissingError(RuntimeError):
    """A wheel is installed without the library that it is expected to carry."""


def _package_folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise NativeLibraryMissingError(f"{package} is not installed: run `make prepare`.")
    return Path(spec.submodule_search_locations[0])


def bundled_library(package: str, stem: str) -> str:
    """Path of the shared library `stem`* inside the wheel of `package` (Linux or macOS layout)."""
    folder = _package_folder(package)
    for place in (folder.with_name(f"{package}.libs"), folder / ".dylibs"):
        found = sorted(place.glob(f"{stem}[-.]*"))
        if found:
            return str(found[0])
    raise NativeLibraryMissingError(
        f"The installed {package} carries no {stem}: install its wheel, not its source."
    )


def gdal_library_path() -> str:
    """Path for Django's GDAL_LIBRARY_PATH; points GDAL and PROJ at the data of the same wheel."""
    folder = _package_folder("pyogrio")
    os.environ.setdefault("GDAL_DATA", str(folder / "gdal_data"))
    os.environ.setdefault("PROJ_DATA", str(folder / "proj_data"))
    return bundled_library("pyogrio", "libgdal")


def geos_library_path() -> str:
    """Path for Django's GEOS_LIBRARY_PATH."""
    return bundled_library("shapely", "libgeos_c")
