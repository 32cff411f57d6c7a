"""Brings the database of `make run` up to date and fills an empty one."""

import os

from config.environment import load
from config.setup import stamps
from config.setup.checkout import ROOT
from config.setup.cluster import Cluster
from config.setup.terminal import step

DISTRICTS = ROOT / "fixtures" / "city" / "districts.geojson"
"""Names of the ten districts of Wuppertal with invented, very simple borders."""


def ensure_cluster(purpose: str) -> None:
    """Start the private cluster, unless the environment names another database."""
    if load().database_url is None:
        with step(f"Database cluster '{purpose}'"):
            Cluster(purpose).start()


def start_django() -> None:
    """Load the registry into this process, as manage.py would."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()


def ensure_filled() -> None:
    """Migrate, load reference data, and make the demo city if there is no site yet."""
    from django.core.management import call_command

    with step("Migrations"):
        call_command("migrate", interactive=False, verbosity=0)
    with step("Reference data"):
        call_command("load_reference_data", verbosity=0)
    if _wants_demo() and _is_empty():
        with step("Demo city"):
            call_command("generate_city", scale="demo", verbosity=0)
            call_command("create_demo_logins", verbosity=0)
            call_command("check_quality", verbosity=0)
            call_command("import_districts", DISTRICTS, verbosity=0)
            call_command("refresh_overview", verbosity=0)


def ensure_static_files() -> None:
    """Collect and compress static files, unless none changed."""
    from django.conf import settings
    from django.core.management import call_command

    folders = sorted(folder for folder in ROOT.glob("*/static") if folder.is_dir())
    stamp = stamps.stamp_of("static-files")
    value = stamps.fingerprint(
        [ROOT / "requirements.txt", ROOT / "config" / "static_files.py", *folders]
    )
    if stamps.is_current(stamp, value) and settings.STATIC_ROOT.is_dir():
        return
    with step("Static files"):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamps.write(stamp, value)


def _wants_demo() -> bool:
    """Logins with a public password must not slip into somebody's own database."""
    environment = load()
    return environment.database_url is None if environment.demo is None else environment.demo


def _is_empty() -> bool:
    from assets.models import Site

    return not Site.objects.exists()
