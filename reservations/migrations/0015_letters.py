"""Letters are kept as they went out; legal remedies carry a version and a history."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("reservations", "0014_letter_tables")]
    operations = [sql_file(__file__, "0015_letters")]
