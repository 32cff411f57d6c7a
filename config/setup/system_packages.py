"""Programs that come from the operating system: PostgreSQL with PostGIS, a browser, Node."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from config.setup.checkout import VENV, SetupError
from config.setup.postgres_binaries import installed
from config.setup.terminal import run, step

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = (20, 19)
# What Debian's package runs right after installation: it would make a cluster "main" on port 5432.
_CREATE_CLUSTER_FOLDER = Path("/etc/postgresql-common/createcluster.d")


def require_python() -> None:
    """Refuse a Python that the pinned packages do not support."""
    if sys.version_info < OLDEST_PYTHON:
        raise SetupError(f"Python {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed.")


def find_browser() -> str | None:
    """A Chromium that the map tests can drive."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def has_node() -> bool:
    """Whether the system's Node and npm are new enough for the map's build."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    numbers = re.findall(r"\d+", answer)[:2]
    return tuple(map(int, numbers)) >= OLDEST_NODE


def ensure(*, database: bool, browser: bool) -> None:
    """Install what is missing if we may; otherwise raise SetupError with the command to run."""
    missing = [] if VENV.exists() or find_spec("ensurepip") else ["python3-venv"]
    if database and not any(binaries.has_postgis() for binaries in installed()):
        missing.append("postgis")
    if browser and not find_browser():
        missing.append("chromium")
    if browser and not shutil.which("curl"):
        missing.append("curl")
    if not missing:
        return
    if not shutil.which("apt-get"):
        raise SetupError(_advice(missing))
    prefix = _root_prefix()
    if prefix is None:
        raise SetupError(f"Please run: sudo apt-get install {' '.join(_debian_names(missing))}")
    with step(f"System packages: {', '.join(missing)}"):
        run([*prefix, "apt-get", "update"], quiet=True)
        with _no_main_cluster(prefix):
            command = ["apt-get", "install", "-y", "--no-install-recommends"]
            env = {"DEBIAN_FRONTEND": "noninteractive"}
            run([*prefix, *command, *_debian_names(missing)], quiet=True, env=env)


def _root_prefix() -> list[str] | None:
    """How to run a command as root without being asked for a password; None if there is no way."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if (
        sudo
        and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return [sudo, "-n"]
    return None


def _debian_names(missing: list[str]) -> list[str]:
    return [_debian_postgis() if name == "postgis" else name for name in missing]


def _debian_postgis() -> str:
    """postgresql-N-postgis-3 for the newest PostgreSQL installed, else for the newest offered."""
    if servers := installed():
        return f"postgresql-{servers[0].version}-postgis-3"
    command = ["apt-cache", "search", "--names-only", r"^postgresql-[0-9]+-postgis-3$"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    versions = sorted(map(int, re.findall(r"^postgresql-(\d+)-postgis-3 ", answer, re.MULTILINE)))
    return f"postgresql-{versions[-1]}-postgis-3" if versions else "postgresql-postgis"


@contextmanager
def _no_main_cluster(prefix: list[str]) -> Iterator[None]:
    """Keep Debian's package from making and starting a cluster that nobody asked for."""
    switch = _CREATE_CLUSTER_FOLDER / "trassenbuch-set-up.conf"
    script = f"mkdir -p {_CREATE_CLUSTER_FOLDER} && echo create_main_cluster=false > {switch}"
    run([*prefix, "sh", "-c", script])
    try:
        yield
    finally:
        tidy = f"rm -f {switch}; rmdir --ignore-fail-on-non-empty {_CREATE_CLUSTER_FOLDER}"
        run([*prefix, "sh", "-c", tidy])


def _advice(missing: list[str]) -> str:
    needs = {
        "python3-venv": "Python's venv and ensurepip modules",
        "postgis": "PostgreSQL 15 or newer with PostGIS 3 and btree_gist",
        "chromium": "Chromium or Chrome (drives the map in the tests)",
        "curl": "curl (the tests run the tutorial as it is written)",
    }
    lines = [f"  - {needs[name]}" for name in missing]
    return "\n".join(["Please install with your system's package manager:", *lines])
