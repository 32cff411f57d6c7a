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
_PACKAGES = (SOURCE / "package.json", SOURCE / "package-lock.json")


def ensure_packages() -> None:
    """Install what package-lock.json names, unless it is installed already."""
    # Inside node_modules, so that a deleted folder is installed anew.
    stamp = SOURCE / "node_modules" / ".trassenbuch-packages"
    value = stamps.fingerprint(_PACKAGES)
    if stamps.is_current(stamp, value):
        return
    with step("Front-end packages"):
        npm("ci", "--no-audit", "--no-fund", "--loglevel=error", quiet=True)
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
    value = stamps.fingerprint([*_PACKAGES, *_sources(), _OPERATIONS])
    if stamps.is_current(stamp, value) and BUILD.is_dir():
        return
    with step("Front-end build"):
        npm("run", "build", quiet=True)
    stamps.write(stamp, value)


def npm(*arguments: str, quiet: bool = False) -> None:
    """Run npm in the front end's folder, with a Node that is new enough."""
    env = {"CI": "true", "NO_COLOR": "1", "NO_UPDATE_NOTIFIER": "1"}
    command = shutil.which("npm")
    if command is None or not system_packages.has_node():
        python_packages.ensure_node()
        command = python_packages.program("npm")
        env["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    run([command, *arguments], quiet=quiet, env=env, cwd=SOURCE)


def _sources() -> list[Path]:
    """Everything of the front end that is not installed."""
    return [path for path in SOURCE.iterdir() if path.name != "node_modules"]
