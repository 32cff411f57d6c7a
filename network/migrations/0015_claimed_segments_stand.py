"""Segments stay in use and valid while what lies in them is claimed."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("network", "0014_nearer_cells")]
    operations = [sql_file(__file__, "0015_claimed_segments_stand")]
