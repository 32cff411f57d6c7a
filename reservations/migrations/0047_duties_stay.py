"""Cases that ended before the regulator was told get that duty back."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("reservations", "0046_reserve_for_the_city")]
    operations = [sql_file(__file__, "0047_duties_stay")]
