"""The mappings that come with the registry, and the area in which a mapping may place objects."""

import os
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from gis.importing.crs import Area
from gis.importing.mapping import Mapping
from gis.importing.problems import ImportProblem

MAPPINGS = Path(settings.BASE_DIR) / "fixtures" / "mappings"
BOX_NUMBERS = 4


def names() -> list[str]:
    """Of all shipped mappings."""
    return sorted(path.stem for path in MAPPINGS.glob("*.toml"))


def text_of(name: str) -> str:
    """The TOML of a shipped mapping. Raises ImportProblem."""
    if name not in names():
        raise ImportProblem("no_mapping", _("There is no such mapping."), name)
    return (MAPPINGS / f"{name}.toml").read_text(encoding="utf-8")


def find_mapping(name: str) -> Path:
    """The mapping file ``name``, or the shipped mapping of that name."""
    shipped = MAPPINGS / f"{name}.toml"
    if os.sep not in name and not Path(name).exists() and shipped.exists():
        return shipped
    return Path(name)


def choose_area(option: str | None, mapping: Mapping) -> Area | None:
    """The box that data must lie in: from the command line, else the mapping, else the city's."""
    if option is None:
        chosen = settings.CITY_AREA if mapping.area is None else mapping.area
        return None if chosen == "none" else tuple(chosen)
    if option == "none":
        return None
    try:
        box = tuple(float(part) for part in option.split(","))
    except ValueError:
        box = ()
    if len(box) != BOX_NUMBERS or box[0] >= box[2] or box[1] >= box[3]:
        raise ImportProblem(
            "bad_area", _("An area is minE,minN,maxE,maxN in metres, or none."), "--area"
        )
    return box
