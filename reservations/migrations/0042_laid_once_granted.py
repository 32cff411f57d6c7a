"""Nothing was laid before it was granted, and nothing is taken into use for a time that is over."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("reservations", "0041_prepared_stands"),
    ]

    operations = [
        sql_file(__file__, "0042_laid_once_granted"),
    ]
