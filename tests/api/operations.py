"""The documented operations as the tests, and readers of their heads, know them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "graphql" / "operations"
MARK = "# variables: "


@dataclass(frozen=True)
class Operation:
    name: str
    text: str
    variables: dict[str, Any]
    head: list[str]


def operation(name: str) -> Operation:
    text = (FOLDER / f"{name}.graphql").read_text()
    head = [line for line in text.splitlines() if line.startswith("#")]
    return Operation(name, text, json.loads(head[-1].removeprefix(MARK)), head)


NAMES = sorted(path.stem for path in FOLDER.glob("*.graphql"))
