"""The ledger derives its own lines and refuses double booking."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("network", "0001_initial"), ("assets", "0002_rules")]
    operations = [sql_file(__file__, "0002_ledger")]
