"""The list of further tasks finds the open duties among all deadlines by an index of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reservations", "0050_rest_reported")]
    operations = [
        migrations.AddIndex(
            "deadline",
            models.Index(
                fields=["request"],
                name="deadline_duty",
                condition=models.Q(
                    met_on__isnull=True,
                    due_on__isnull=False,
                    step__in=("notification", "publication"),
                ),
            ),
        ),
    ]
