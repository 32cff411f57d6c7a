"""Two tokens of one person have different names, as long as neither is revoked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_grant_opens"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at__isnull", True)),
                fields=("person", "name"),
                name="token_name_once_per_person",
            ),
        ),
    ]
