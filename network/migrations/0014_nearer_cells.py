"""Cells of the corridor drawn beforehand also for level 12."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("network", "0013_overviewfigure")]
    operations = [sql_file(__file__, "0014_nearer_cells")]
