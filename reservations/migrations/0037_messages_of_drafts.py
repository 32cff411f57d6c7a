"""The applicant attaches files to a draft and can take them back until it is handed in."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("reservations", "0036_time_frames")]
    operations = [sql_file(__file__, "0037_messages_of_drafts")]
