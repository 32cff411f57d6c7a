"""The ledger's lines follow from claims and plant alone, not from the order in which they came."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("network", "0005_taken_sections")]
    operations = [sql_file(__file__, "0006_exact_derivation")]
