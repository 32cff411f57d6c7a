"""Skips a step of set-up whose inputs have not changed since it last succeeded."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from config.setup.checkout import LOCAL, ROOT


def fingerprint(inputs: Iterable[Path], *facts: str) -> str:
    """Hash of the contents of files (folders with all below them) and of further facts."""
    digest = hashlib.sha256("\0".join(facts).encode())
    for file in sorted({file for path in inputs for file in _files(path)}):
        digest.update(f"\0{os.path.relpath(file, ROOT)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_current(stamp: Path, value: str) -> bool:
    """Whether the stamp file holds this fingerprint."""
    return stamp.is_file() and stamp.read_text() == value


def write(stamp: Path, value: str) -> None:
    """Record that the step succeeded for this fingerprint."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)


def stamp_of(step: str) -> Path:
    """The stamp file of a step of this checkout."""
    return LOCAL / "stamps" / step


def _files(path: Path) -> Iterable[Path]:
    """The file itself, or all files below a folder; nothing where nothing is yet."""
    candidates = path.rglob("*") if path.is_dir() else [path]
    return (file for file in candidates if file.is_file())
