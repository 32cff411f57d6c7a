"""The change history says what a grant opens and closes to whom."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0003_catalogue_history"),
        ("accounts", "0005_grant_opens"),
        ("history", "0004_feed"),
    ]
    operations = [sql_file(__file__, "0004_openings")]
