"""Cases that are there already get their leading clock."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("reservations", "0020_leading_clock")]
    operations = [sql_file(__file__, "0021_leading_clock")]
