"""What is free, defined once."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("network", "0003_fill_policy_history")]
    operations = [sql_file(__file__, "0004_availability")]
