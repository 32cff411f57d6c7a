"""Who made, changed or paused a webhook is recorded; secrets and its place in the feed are not."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0001_initial"), ("history", "0004_feed")]
    operations = [sql_file(__file__, "0002_history")]
