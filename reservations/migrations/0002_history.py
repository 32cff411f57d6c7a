"""Claims are recorded like assets."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("reservations", "0001_initial"), ("network", "0002_ledger")]
    operations = [sql_file(__file__, "0002_history")]
