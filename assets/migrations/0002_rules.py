"""What must never be wrong about assets, said by the database."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("assets", "0001_initial"), ("accounts", "0002_history")]
    operations = [sql_file(__file__, "0002_rules")]
