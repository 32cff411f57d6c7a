"""Statement triggers that record every change."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]
    operations = [sql_file(__file__, "0002_record")]
