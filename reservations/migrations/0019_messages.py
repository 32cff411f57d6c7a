"""Messages on cases, their attachments and the log of downloads are written once."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("reservations", "0018_messages_tables")]
    operations = [sql_file(__file__, "0019_messages")]
