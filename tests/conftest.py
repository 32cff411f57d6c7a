"""Brings up cluster and translations, so that plain `pytest` works in a fresh checkout."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from config.setup import messages
from config.setup.cluster import Cluster
from tests.migrated import ensure_migrated

# For `make fuzz`; without it a test tries 100 examples, the same in every run.
settings.register_profile("fuzz", max_examples=2_000)


def pytest_configure(config: pytest.Config) -> None:
    """Do it once, before pytest-xdist starts its workers."""
    if hasattr(config, "workerinput"):
        return
    messages.ensure_compiled()
    if not os.environ.get("DATABASE_URL"):
        Cluster("test").start()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_keepdb: bool
) -> None:
    """Test databases are copies of a migrated one; on a foreign server each migrates its own."""
    from django.db import connection

    if os.environ.get("DATABASE_URL"):
        return
    cluster = Cluster("test")
    connection.settings_dict["TEST"]["TEMPLATE"] = ensure_migrated(cluster)
    if not django_db_keepdb:
        # A run that was killed leaves statements running in its copy, which then cannot go.
        name = connection.creation._get_test_db_name()
        cluster.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", "postgres")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Tests that commit are taken back quickly, where we are the administrator of the server."""
    from tests.emptying import only_what_was_written

    if os.environ.get("DATABASE_URL"):
        yield
        return
    with only_what_was_written(Cluster("test")):
        yield


@pytest.fixture
def front_end_unbuilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages name files of a front end that nobody has built: their HTML alone is looked at."""
    from gis.templatetags import vite

    entries = ("src/administration.ts", "src/cases.ts", "src/form.ts", "src/main.ts", "src/page.ts")
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({name: {"file": "x.js", "css": ["x.css"]} for name in entries}))
    monkeypatch.setattr(vite, "MANIFEST", manifest)
    vite._read_once.cache_clear()
    yield
    vite._read_once.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def uploads_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files that tests send never lie beside those of people."""
    from django.conf import settings

    settings.UPLOAD_FOLDER = tmp_path_factory.mktemp("uploads")
    settings.IMPORT_FOLDER = tmp_path_factory.mktemp("imports")
    settings.EXPORT_FOLDER = tmp_path_factory.mktemp("exports")


@pytest.fixture(scope="session", autouse=True)
def attempts_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Wrong passwords of one run close no door to the next."""
    from django.conf import settings

    settings.RATE_LIMIT_FILE = tmp_path_factory.mktemp("rate") / "limits"
