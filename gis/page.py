"""What the map page tells the browser about whoever looks. The people's room answers."""

from collections.abc import Callable
from typing import Any, TypedDict

from gis.layers import Viewer


class UserFacts(TypedDict):
    name: str
    email: str
    partner: bool
    mayReserve: bool
    mayEdit: bool
    writeArea: dict[str, Any] | None


Describe = Callable[[Viewer], UserFacts | None]

_describe: list[Describe] = []


def register_user_facts(describe: Describe) -> None:
    """Set who answers for the viewer; None is for somebody who is not logged in."""
    _describe[:] = [describe]


def user_facts(viewer: Viewer) -> UserFacts | None:
    return _describe[0](viewer) if _describe else None


class Owner(TypedDict):
    code: str
    name: str


_owners: list[Callable[[Viewer], list[Owner]]] = []


def register_owners(find: Callable[[Viewer], list[Owner]]) -> None:
    """Set who knows the owners of plant that a viewer may tell apart."""
    _owners[:] = [find]


def owners(viewer: Viewer) -> list[Owner]:
    """In an order in which each keeps its place: that is its colour on the map."""
    return _owners[0](viewer) if _owners else []


Box = tuple[float, float, float, float]
"""West, south, east, north in the storage system, metres."""

_plant_box: list[Callable[[], Box | None]] = []


def register_plant_box(find: Callable[[], Box | None]) -> None:
    """Set who knows roughly where the city's plant lies."""
    _plant_box[:] = [find]


def plant_box() -> Box | None:
    """Where the map opens for people who are logged in; None while there is nothing."""
    return _plant_box[0]() if _plant_box else None


def background_entries(backgrounds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Backgrounds as the page wants them: at least "none", so that the map works offline."""
    return backgrounds or [
        {
            "name": "none",
            "title": "–",
            "kind": "none",
            "url": "",
            "attribution": "",
            "layers": "",
            "colour": False,
            "deepest": 0,
        }
    ]
