"""Nothing is said to have run out, or to be laid, on a day that has not come."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("reservations", "0032_extension_letters")]
    operations = [sql_file(__file__, "0033_time_is_over")]
