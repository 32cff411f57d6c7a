"""The map's front end: npm packages, build, unit tests."""

import fcntl
import os
import shutil
from pathlib import Path

from config.setup import python_packages, stamps, system_packages
from config.setup.checkout import LOCAL, ROOT, VENV
from config.setup.terminal import run, step

SOURCE = ROOT / "gis" / "web"
BUILD = ROOT / "gis" / "static" / "citygis" / "build"
# The bundle contains the documented operations it sends.
_OPERATIONS = ROOT / "graphql" / "operations"


def ensure_packages(folder: Path = SOURCE) -> None:
    """Install what the folder's package-lock.json names, unless it is installed already."""
    # Inside node_modules, so that a deleted folder is installed anew.
    stamp = folder / "node_modules" / ".trassenbuch-packages"
    value = stamps.fingerprint(_packages(folder))
    if stamps.is_current(stamp, value):
        return
    with step(f"Packages of {folder.relative_to(ROOT)}"):
        npm("ci", "--no-audit", "--no-fund", "--loglevel=error", quiet=True, folder=folder)
    stamps.write(stamp, value)


def ensure_build() -> None:
    """Build the map's bundle, unless its sources are unchanged; one process at a time."""
    LOCAL.mkdir(exist_ok=True)
    with open(LOCAL / "front-end.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _build()


def _build() -> None:
    ensure_packages()
    stamp = stamps.stamp_of("front-end")
    value = stamps.fingerprint([*_packages(SOURCE), *_sources(), _OPERATIONS])
    if stamps.is_current(stamp, value) and BUILD.is_dir():
        return
    with step("Front-end build"):
        npm("run", "build", quiet=True)
    stamps.write(stamp, value)


def npm(*arguments: str, quiet: bool = False, folder: Path = SOURCE) -> None:
    """Run npm in a folder, with a Node that is new enough."""
    env = {"CI": "true", "NO_COLOR": "1", "NO_UPDATE_NOTIFIER": "1"}
    command = shutil.which("npm")
    if command is None or not system_packages.has_node():
        python_packages.ensure_node()
        command = python_packages.program("npm")
        env["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    run([command, *arguments], quiet=quiet, env=env, cwd=folder)


def _packages(folder: Path) -> tuple[Path, Path]:
    return folder / "package.json", folder / "package-lock.json"


def _sources() -> list[Path]:
    """Everything of the front end that is not installed."""
    return [path for path in SOURCE.iterdir() if path.name != "node_modules"]
