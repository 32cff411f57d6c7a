"""Colour orders and band plans are recorded like the types that refer to them."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("assets", "0002_rules")]
    operations = [sql_file(__file__, "0003_catalogue_history")]
