"""No step promises a time that is over, and no time frame is longer than the longest."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("reservations", "0035_offer_not_over")]
    operations = [sql_file(__file__, "0036_time_frames")]
