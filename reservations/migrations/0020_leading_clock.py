"""Of each case the clock that counts now is known to the database: the queue asks for its light."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reservations", "0019_messages"),
    ]

    operations = [
        migrations.AddField(
            model_name="deadline",
            name="leads",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("leads", True)), fields=["due_on"], name="deadline_leading"
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("leads", True)), fields=("request",), name="deadline_one_leads"
            ),
        ),
    ]
