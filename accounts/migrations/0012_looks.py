"""The log of looks can only grow."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_look")]
    operations = [sql_file(__file__, "0012_looks")]
