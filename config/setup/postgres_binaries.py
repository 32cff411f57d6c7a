"""Finds PostgreSQL server programs with PostGIS, wherever the system keeps them."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.setup.checkout import SetupError

# Debian and Ubuntu, the PostgreSQL project's RPMs, Homebrew on both Mac architectures.
_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


@dataclass(frozen=True)
class Binaries:
    """The programs of one installed PostgreSQL version."""

    folder: Path
    version: str

    def path(self, program: str) -> str:
        """Path of one program, such as `initdb`."""
        return str(self.folder / program)

    def has_postgis(self) -> bool:
        """Whether PostGIS and btree_gist are installed for this version."""
        shared = Path(_ask(self.folder / "pg_config", "--sharedir") or _debian_share(self.version))
        names = ("postgis", "btree_gist")
        return all((shared / "extension" / f"{name}.control").is_file() for name in names)


def installed() -> list[Binaries]:
    """All complete PostgreSQL servers of this machine, newest first."""
    folders = {folder for place in _PLACES for folder in Path("/").glob(place.removeprefix("/"))}
    on_path = shutil.which("initdb")
    if on_path:
        folders.add(Path(on_path).resolve().parent)
    found = [
        Binaries(folder, _major_version(folder))
        for folder in folders
        if (folder / "initdb").is_file()
    ]
    return sorted(found, key=lambda binaries: int(binaries.version), reverse=True)


def find_binaries(version: str | None = None) -> Binaries:
    """The newest server with PostGIS, or the one of the major `version` a data folder needs."""
    for binaries in installed():
        if version in (None, binaries.version) and binaries.has_postgis():
            return binaries
    wanted = f"PostgreSQL {version}" if version else "PostgreSQL"
    raise SetupError(f"{wanted} with PostGIS is not installed.")


def _major_version(folder: Path) -> str:
    # "initdb (PostgreSQL) 15.18 (Debian …)"
    words = (_ask(folder / "initdb", "--version") or "").split()
    return words[2].split(".")[0] if len(words) > 2 else "0"


def _debian_share(version: str) -> str:
    # Debian ships pg_config only with the development files.
    return f"/usr/share/postgresql/{version}"


def _ask(program: Path, option: str) -> str | None:
    if not program.is_file():
        return None
    done = subprocess.run([program, option], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None
