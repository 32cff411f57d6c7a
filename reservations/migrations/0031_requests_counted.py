"""An organisation's requests are counted by state along an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reservations", "0030_disputes")]

    operations = [
        migrations.AddIndex(
            "accessrequest",
            models.Index(fields=["organisation", "state"], name="request_by_organisation_state"),
        ),
    ]
