"""Nothing escapes the history: rows keep their id, and only triggers write changes."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("history", "0002_record")]
    operations = [sql_file(__file__, "0003_whole_record")]
