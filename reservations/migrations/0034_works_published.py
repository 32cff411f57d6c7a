"""That planned works were published, and where."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("reservations", "0033_time_is_over"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="WorksPublication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("published_on", models.DateField(verbose_name="published on")),
                ("place", models.CharField(max_length=300, verbose_name="published where")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="works_publication",
                        to="reservations.accessrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "publication of planned works",
                "verbose_name_plural": "publications of planned works",
                "constraints": [
                    models.CheckConstraint(
                        condition=~models.Q(place=""), name="works_published_somewhere"
                    )
                ],
            },
        ),
        sql_file(__file__, "0034_works_published"),
    ]
