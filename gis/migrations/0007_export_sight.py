"""An export is handed out only while its person sees what it was made for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("citygis", "0006_daily_part"),
    ]

    operations = [
        migrations.AddField(
            model_name="export",
            name="sight",
            field=models.CharField(default="", editable=False, max_length=64),
        ),
    ]
