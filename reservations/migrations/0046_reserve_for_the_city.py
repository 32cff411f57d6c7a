"""What counts as kept by the city's share is kept for a department of the city."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("reservations", "0045_signed_and_used"),
    ]

    operations = [
        sql_file(__file__, "0046_reserve_for_the_city"),
    ]
