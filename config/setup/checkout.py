"""Where the files of this checkout lie, and the error that set-up shows without a stack trace."""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / ".local"
VENV = ROOT / ".venv"


class SetupError(Exception):
    """Something the reader of the terminal must do; the message says what."""


def checkout_key(root: Path = ROOT) -> str:
    """Short stable name of a checkout, from its path."""
    return hashlib.sha256(str(root).encode()).hexdigest()[:12]
