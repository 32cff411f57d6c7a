from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("quality", "0001_initial"),
        ("network", "0011_ledger_changes"),
        ("history", "0004_feed"),
    ]

    operations = [sql_file(__file__, "0002_checks")]
