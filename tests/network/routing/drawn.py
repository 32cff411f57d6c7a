"""Tubes drawn along letters, and answers read as their codes."""

from __future__ import annotations

from typing import Any

from assets.models import Duct
from network.routing import RouteAnswer
from tests.builders import Network, make_duct, make_duct_type


def tube(network: Network, path: str, code: str = "", **fields: Any) -> Duct:
    return make_duct(
        network, path, code=code, type=make_duct_type(fields.pop("of", "7x1.5"), "tube"), **fields
    )


def close(network: Network, *letters: str) -> None:
    for letter in letters:
        network[letter].can_open = False
        network[letter].save()


def ways(answer: RouteAnswer) -> list[list[str]]:
    """Per route the codes of its ducts in order."""
    codes = dict(Duct.objects.values_list("pk", "code"))
    return [[codes[unit.duct_id] for unit in route.units] for route in answer.routes]
