"""What is free, defined once."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("network", "0002_ledger")]
    operations = [sql_file(__file__, "0003_availability")]
