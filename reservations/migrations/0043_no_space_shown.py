"""A reserve shows "no space" where it is reserved, not held for some days, on the way that is refused."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("reservations", "0042_laid_once_granted"),
    ]

    operations = [
        sql_file(__file__, "0043_no_space_shown"),
    ]
