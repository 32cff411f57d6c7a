"""Looks end after the time for which they are kept, and never all at once."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_looks")]
    operations = [sql_file(__file__, "0013_looks_end")]
