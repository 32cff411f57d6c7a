"""An older summary of a segment never replaces a newer one."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("network", "0011_ledger_changes")]
    operations = [sql_file(__file__, "0012_refresh_in_order")]
