"""Guards against packages and folders that would quietly replace others."""

from importlib.util import find_spec
from pathlib import Path

import graphql
from django.db import connection


def test_psycopg_3_is_not_installed():
    # Django prefers psycopg 3 as soon as any dependency brings it.
    assert find_spec("psycopg") is None
    assert connection.Database.__name__ == "psycopg2"


def test_graphql_is_graphql_core(settings):
    assert not (Path(settings.BASE_DIR) / "graphql" / "__init__.py").exists()
    assert graphql.version.startswith("3.")
    assert find_spec("registry_api") is not None
