"""The system checks of the ground find what is stored in another coordinate system."""

import pytest
from django.contrib.gis.db import models
from django.core.checks import run_checks
from django.db import connection
from django.test.utils import isolate_apps

from gis import checks


def test_the_project_itself_passes():
    assert run_checks() == []


@isolate_apps("gis")
def test_a_field_in_another_system_is_found(monkeypatch):
    class Elsewhere(models.Model):
        geom = models.PointField(srid=4326)

        class Meta:
            app_label = "citygis"

    monkeypatch.setattr(checks.apps, "get_models", lambda: [Elsewhere])
    (fault,) = checks.check_geometry_fields(None)
    assert fault.id == "citygis.E001"


@pytest.mark.django_db
def test_a_column_in_another_system_is_found():
    assert checks.check_database_ground(["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE elsewhere (geom geometry(Point, 4326))")
    (fault,) = checks.check_database_ground(["default"])
    assert (fault.id, fault.msg) == ("citygis.E002", "elsewhere.geom is in EPSG:4326.")


def test_no_database_no_faults():
    assert checks.check_database_ground() == []
