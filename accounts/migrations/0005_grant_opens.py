"""A grant says whether it opens something today, so that its beginning and end leave a trace."""

from django.db import migrations, models

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_client_rules")]
    operations = [
        migrations.AddField(
            model_name="grant",
            name="opens",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        sql_file(__file__, "0005_grant_opens"),
    ]
