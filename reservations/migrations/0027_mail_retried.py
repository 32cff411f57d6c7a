"""A mail that was sent again by hand is tried as long as a new one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reservations", "0026_desk_by_kind"),
    ]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="retried_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="sent again by hand"
            ),
        ),
    ]
