"""No plain SQL leads around the derivation of the ledger."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("network", "0006_exact_derivation"), ("history", "0003_whole_record")]
    operations = [sql_file(__file__, "0007_no_way_around")]
