"""The migrated, empty database that every test process copies instead of migrating its own.

It lies in the cluster of the tests, one for each state of the migrations, and stays for later runs.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

from config.setup import stamps
from config.setup.checkout import ROOT
from config.setup.cluster import DATABASE, ROLE, Cluster

_PREFIX = "migrated_"


def ensure_migrated(cluster: Cluster) -> str:
    """The name of the database; whoever comes first makes it while the others wait."""
    name = _PREFIX + stamps.fingerprint(_sources(), sys.version)[:16]
    with open(cluster.folder.parent / "migrated.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = cluster.sql("SELECT datname FROM pg_database", "postgres").splitlines()
        if name not in known:
            _make(cluster, name, [one for one in known if one.startswith(_PREFIX)])
    return name


def _make(cluster: Cluster, name: str, outdated: list[str]) -> None:
    """Under another name until it is whole."""
    draft = f"{name}_draft"
    for one in {*outdated, draft}:
        cluster.sql(f"DROP DATABASE IF EXISTS {one} WITH (FORCE)", "postgres")
    cluster.sql(f"CREATE DATABASE {draft} OWNER {ROLE}", "postgres")
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0", "--settings=config.settings"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": cluster.url.removesuffix(DATABASE) + draft},
        check=True,
    )
    cluster.sql(f"ALTER DATABASE {draft} RENAME TO {name}", "postgres")


def _sources() -> list[Path]:
    """All that a migration reads, and whatever may change how Django carries it out."""
    rooms = [*ROOT.glob("*/migrations"), *ROOT.glob("graphql/*/migrations")]
    files = [file for room in rooms for file in room.rglob("*") if file.suffix in {".py", ".sql"}]
    return [*files, ROOT / "gis" / "migration.py", ROOT / "requirements.txt"]


if __name__ == "__main__" and not os.environ.get("DATABASE_URL"):
    ensure_migrated(Cluster("test"))
