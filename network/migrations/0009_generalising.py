"""Small scales are drawn beforehand, whoever writes."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("network", "0008_generalised")]
    operations = [sql_file(__file__, "0009_generalising")]
