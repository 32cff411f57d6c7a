"""Exempt objects are protected as long as they are on the list; shares carry a history."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("reservations", "0016_exempt_and_kept_tables")]
    operations = [sql_file(__file__, "0017_exempt_and_kept")]
