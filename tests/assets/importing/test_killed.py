"""An import that is killed in the middle leaves nothing, and the next one is not in its way."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from assets.models import Segment, Site
from tests.assets.importing.conftest import HEAD
from tests.assets.importing.samples import ROUTES

LINES = 3_000
PATIENCE_S = 60


def database_url() -> str:
    """The test database as another process reaches it."""
    known = connection.settings_dict
    host, port = quote(known["HOST"], safe=""), known["PORT"] or 5432
    return f"postgis://{known['USER']}:{known['PASSWORD']}@{host}:{port}/{known['NAME']}"


def start(folder: Path, mapping: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "import_network", str(folder), "--mapping", str(mapping)],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "config.settings_for_tests"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def other_sessions() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", [2, 5])
def test_killed_in_the_middle_leaves_all_or_nothing(deliver, tmp_path: Path, step: int) -> None:
    """Killed after its n-th line of progress: while it applies sites, lines, or checks at the
    end.
    """
    sites = [({"id": f"S{n}"}, [10 * n, 0]) for n in range(200)]
    lines = [
        ({"nr": n, "code": f"T{n}", "art": "GRABEN", "laenge": None}, [(n, 5), (n + 0.5, 1000 + n)])
        for n in range(LINES)
    ]
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(HEAD + ROUTES)
    folder = deliver(orte=sites, linien=lines)

    process = start(folder, mapping)
    for _line in range(step + 1):
        assert process.stderr.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()

    deadline = time.monotonic() + PATIENCE_S
    while other_sessions() and time.monotonic() < deadline:
        time.sleep(0.1)
    left = Segment.objects.count()
    assert left in {0, LINES}
    assert bool(left) == Site.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_after_a_kill_the_next_import_goes_through(deliver, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(HEAD + ROUTES)
    folder = deliver(
        orte=[({"id": "A"}, [0, 0])],
        linien=[({"nr": 1, "code": "T", "art": "GRABEN", "laenge": None}, [(0, 0), (50, 0)])],
    )
    killed = start(folder, mapping)
    assert killed.stderr.readline()
    killed.send_signal(signal.SIGKILL)
    killed.communicate()

    process = start(folder, mapping)
    out, err = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 0, err
    assert Segment.objects.count() == 1
    assert "1" in out
