"""A reserve that shows that there is no space lies on the way that was asked for."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("reservations", "0007_cases")]
    operations = [sql_file(__file__, "0008_reserve_on_the_way")]
