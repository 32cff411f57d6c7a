"""What searches for routes ask the ledger: many sections at once."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("network", "0004_availability")]
    operations = [sql_file(__file__, "0005_taken_sections")]
