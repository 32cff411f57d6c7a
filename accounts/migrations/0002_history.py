"""People and their roles are recorded like assets."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("history", "0002_record")]
    operations = [sql_file(__file__, "0002_history")]
