"""A stored file is written once."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("citygis", "0004_stored_file")]

    operations = [sql_file(__file__, "0005_stored_file_fixed")]
