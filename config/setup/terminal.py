"""What set-up says while it works, and how it runs other programs."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from config.setup.checkout import ROOT, SetupError


@contextmanager
def step(title: str) -> Iterator[None]:
    """Announce a step and, when it is done, its time in seconds."""
    print(f"· {title} …", flush=True)
    began = time.monotonic()
    yield
    print(f"  {title}: {time.monotonic() - began:.1f} s", flush=True)


def side_by_side(*works: Callable[[], None]) -> None:
    """Do all at once; what one of them raises is raised when all have ended."""
    with ThreadPoolExecutor(len(works)) as pool:
        begun = [pool.submit(work) for work in works]
    for one in begun:
        one.result()


def run(
    command: Sequence[str],
    *,
    quiet: bool = False,
    env: Mapping[str, str] | None = None,
    cwd: str | os.PathLike[str] = ROOT,
) -> None:
    """Run a program; raise SetupError if it fails. `quiet` shows its output only then."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    if done.returncode:
        output = f"\n{done.stdout.strip()}" if done.stdout else ""
        raise SetupError(
            f"This failed with exit code {done.returncode}: {' '.join(command)}{output}"
        )
