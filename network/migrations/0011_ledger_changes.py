"""Server processes follow the ledger as they follow the ducts."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("network", "0010_record_versions")]
    operations = [sql_file(__file__, "0011_ledger_changes")]
