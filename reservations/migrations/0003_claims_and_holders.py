"""What a reservation says and what it holds in the ledger cannot part."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("reservations", "0002_history"), ("network", "0007_no_way_around")]
    operations = [sql_file(__file__, "0003_claims_and_holders")]
