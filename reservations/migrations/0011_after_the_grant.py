"""What happens after the grant is kept in one: time, ledger, sight, reports and notices."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("reservations", "0010_after_the_grant_tables")]
    operations = [sql_file(__file__, "0011_after_the_grant")]
