"""Who changed a fill limit, and when, decides what could be reserved."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("network", "0002_ledger")]
    operations = [sql_file(__file__, "0003_fill_policy_history")]
