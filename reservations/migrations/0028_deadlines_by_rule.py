"""Deadlines are moved by their rule and extended in time, whoever writes."""

from django.db import migrations, models

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("reservations", "0027_mail_retried")]
    operations = [
        migrations.AddField(
            model_name="deadline",
            name="after_event",
            field=models.BigIntegerField(db_default=0, default=0, editable=False),
        ),
        sql_file(__file__, "0028_deadlines_by_rule"),
    ]
