"""What was not reported at first is reported later: one report waits at a time, in use or not."""

from django.db import migrations, models

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("reservations", "0049_mailable_contact")]
    operations = [
        migrations.RemoveConstraint("asbuiltreport", "as_built_one_report"),
        migrations.AddConstraint(
            "asbuiltreport",
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(confirmed_at__isnull=True, sent_back_at__isnull=True),
                name="as_built_one_report",
            ),
        ),
        sql_file(__file__, "0050_rest_reported"),
    ]
