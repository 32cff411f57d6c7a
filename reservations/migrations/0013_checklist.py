"""Items are answered where they are on the list; what was found missing is not complete."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("reservations", "0012_desk"), ("history", "0004_feed")]
    operations = [sql_file(__file__, "0013_checklist")]
