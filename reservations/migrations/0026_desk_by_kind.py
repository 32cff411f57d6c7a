"""The desk lists requests of one kind in their order."""

import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_looks"),
        ("reservations", "0025_granted_stands"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="accessrequest",
            index=models.Index(
                models.F("kind"),
                django.db.models.functions.comparison.Coalesce("place", "receipt"),
                condition=models.Q(
                    (
                        "state__in",
                        (
                            "submitted",
                            "completed",
                            "in_review",
                            "incomplete",
                            "offered",
                            "accepted",
                        ),
                    )
                ),
                name="request_of_kind_at_desk",
            ),
        ),
    ]
