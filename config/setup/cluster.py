"""The private PostgreSQL clusters of a checkout: `run` keeps data safely, `test` is fast.

Both listen on a Unix socket in a folder that only their system user may enter, never on the
network. Each data folder carries a marker with the path of the checkout that made it; a folder
without it is never started, stopped or removed.
"""

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from config.setup.checkout import LOCAL, ROOT, SetupError, checkout_key
from config.setup.postgres_binaries import Binaries, find_binaries
from config.setup.private_folder import (
    can_traverse,
    make_passable,
    make_private_folder,
    refuse_unless_owned,
)

DATABASE = "trassenbuch"
ROLE = "trassenbuch"
MARKER = "trassenbuch-checkout"
# Only names the socket file: nothing listens on a TCP port.
PORT = 5741
# Linux refuses longer socket paths (sun_path holds 108 bytes with the closing zero).
LONGEST_SOCKET_PATH = 107

_COMMON = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_min_messages": "warning",
}
SETTINGS = {
    "run": _COMMON | {"max_connections": 120, "max_wal_size": "2GB", "wal_compression": "on"},
    "test": _COMMON
    | {
        "max_connections": 200,
        "max_wal_size": "2GB",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "wal_level": "minimal",
        "max_wal_senders": 0,
        # Over the few rows of a test, starting a parallel worker takes longer than its work.
        "max_parallel_workers_per_gather": 0,
        # It would count tables between two tests, when they are empty.
        "autovacuum": "off",
    },
}


@dataclass(frozen=True)
class Cluster:
    """One private cluster. `purpose` is a key of SETTINGS; `checkout` the folder it belongs to."""

    purpose: str
    checkout: Path = ROOT

    @cached_property
    def system_user(self) -> pwd.struct_passwd:
        """Who runs the server: ourselves, or `postgres` when we are root (initdb refuses root)."""
        if os.geteuid() != 0:
            return pwd.getpwuid(os.geteuid())
        try:
            return pwd.getpwnam("postgres")
        except KeyError:
            raise SetupError(
                "PostgreSQL refuses root and the user `postgres` is missing: install PostgreSQL."
            ) from None

    @cached_property
    def folder(self) -> Path:
        """.local/postgres/<purpose>, or one under the temporary folder where that cannot work:

        the server's user may not enter there, or the path is too long for a socket.
        """
        inside = self.checkout / LOCAL.relative_to(ROOT) / "postgres" / self.purpose
        too_long = len(os.fsencode(_socket_file(inside))) > LONGEST_SOCKET_PATH
        if too_long or not can_traverse(self.checkout, self.system_user):
            return (
                Path(tempfile.gettempdir())
                / f"trassenbuch-{checkout_key(self.checkout)}"
                / self.purpose
            )
        return inside

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.folder / "data"

    @property
    def socket_folder(self) -> Path:
        """The folder of the socket; its mode 0700 is what keeps other users out."""
        return self.folder / "socket"

    @property
    def url(self) -> str:
        """DATABASE_URL of the registry's database in this cluster."""
        return f"postgis://{ROLE}@{quote(str(self.socket_folder), safe='')}:{PORT}/{DATABASE}"

    @cached_property
    def binaries(self) -> Binaries:
        """Programs of the version that made the data folder, else of the newest installed."""
        version_file = self.data / "PG_VERSION"
        return find_binaries(version_file.read_text().strip() if version_file.is_file() else None)

    def is_ours(self) -> bool:
        """Whether this checkout made the data folder."""
        marker = self.folder / MARKER
        return marker.is_file() and marker.read_text().strip() == str(self.checkout)

    def is_running(self) -> bool:
        """Whether the server of this data folder runs."""
        return self.data.is_dir() and self._pg_ctl("status", check=False).returncode == 0

    def start(self) -> bool:
        """Make the cluster if it is missing and start it. Returns False if it ran already."""
        with self._lock():
            if self.folder.exists() and any(self.folder.iterdir()):
                self._refuse_foreign()
            if not self.data.is_dir():
                self._create()
            if self.is_running():
                return False
            self._start_server(self.data)
            return True

    def stop(self) -> bool:
        """Stop the server. Returns False if there was none to stop."""
        if not self.data.is_dir():
            return False
        self._refuse_foreign()
        if not self.is_running():
            return False
        self._pg_ctl("stop", "-m", "fast", "-w")
        return True

    def remove(self) -> bool:
        """Stop the server and delete its data. Returns False if there was nothing to delete."""
        if not self.folder.exists():
            return False
        self._refuse_foreign()
        self.stop()
        shutil.rmtree(self.folder)
        return True

    def sql(self, statement: str, database: str = DATABASE, role: str = "postgres") -> str:
        """Run one statement with psql and return its unaligned output."""
        command = [self.binaries.path("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        where = ["-h", str(self.socket_folder), "-p", str(PORT), "-U", role, "-d", database]
        return self._run([*command, *where, "-c", statement]).stdout.strip()

    def _create(self) -> None:
        """Make the cluster beside its final place and move it: a data folder is whole or absent."""
        make_private_folder(self.folder, self.system_user)
        make_private_folder(self.socket_folder, self.system_user)
        (self.folder / MARKER).write_text(f"{self.checkout}\n")
        draft = self.folder / "data.new"
        if draft.exists():
            self._pg_ctl("stop", "-m", "immediate", data=draft, check=False)
            shutil.rmtree(draft)
        options = [
            "-U",
            "postgres",
            "-A",
            "trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]
        self._run([self.binaries.path("initdb"), "-D", str(draft), *options])
        self._start_server(draft)
        self.sql("CREATE EXTENSION postgis; CREATE EXTENSION btree_gist", "template1")
        # Not a superuser: a hole in the application must not become one in the machine.
        self.sql(f"CREATE ROLE {ROLE} LOGIN CREATEDB", "postgres")
        self.sql(f"CREATE DATABASE {DATABASE} OWNER {ROLE}", "postgres")
        self._pg_ctl("stop", "-m", "fast", "-w", data=draft)
        draft.rename(self.data)

    def _start_server(self, data: Path) -> None:
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS[self.purpose].items())
        options += f" -c unix_socket_directories='{self.socket_folder}'"
        log = self.folder / "server.log"
        try:
            self._pg_ctl("start", "-w", "-t", "60", "-l", str(log), "-o", options, data=data)
        except SetupError as error:
            lines = log.read_text(errors="replace").splitlines()[-15:] if log.exists() else []
            raise SetupError("\n".join([f"PostgreSQL does not start: {error}", *lines])) from error

    def _refuse_foreign(self) -> None:
        if not self.is_ours():
            raise self._foreign_error()

    def _foreign_error(self) -> SetupError:
        return SetupError(
            f"{self.folder} was not made by {self.checkout}, so it is left alone."
            " Move or delete that folder yourself if nothing in it is needed."
        )

    def _pg_ctl(
        self, action: str, *options: str, data: Path | None = None, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        command = [self.binaries.path("pg_ctl"), action, "-D", str(data or self.data), *options]
        return self._run(command, check=check)

    def _run(self, command: Sequence[str], check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a PostgreSQL program as the system user, with none of the caller's PG variables."""
        user = self.system_user
        as_user = (
            {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            if os.geteuid() == 0
            else {}
        )
        # Output goes to a file: a server started by pg_ctl would keep a pipe open for ever.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                command,
                cwd=self.folder,
                env={
                    "PATH": os.environ.get("PATH", os.defpath),
                    "HOME": user.pw_dir,
                    "LANG": "C.UTF-8",
                },
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                check=False,
                **as_user,
            )
            output.seek(0)
            text = output.read()
        if check and done.returncode:
            raise SetupError(f"{Path(command[0]).name} failed:\n{text.strip()}")
        return subprocess.CompletedProcess(command, done.returncode, text)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Two set-ups at once: the second waits until the first has made the cluster."""
        make_passable(self.folder.parent)
        refuse_unless_owned(self.folder.parent, os.geteuid())
        with open(self.folder.parent / f"{self.purpose}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _socket_file(folder: Path) -> Path:
    return folder / "socket" / f".s.PGSQL.{PORT}"
