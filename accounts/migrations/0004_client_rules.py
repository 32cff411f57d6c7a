"""Who acts for whom, held by the database; clients and secrets are in the history."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_clients"), ("history", "0003_whole_record")]
    operations = [sql_file(__file__, "0004_client_rules")]
