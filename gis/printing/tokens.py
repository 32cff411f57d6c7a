"""Colours, dashes and sheets that the printed map shares with the one in the browser."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "web" / "src" / "style" / "tokens.json"


@lru_cache(maxsize=1)
def tokens() -> dict[str, Any]:
    return json.loads(FILE.read_text())
