"""That the national dispute body was called, and what it decided."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("reservations", "0029_kinds_of_request"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Dispute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("filed_on", models.DateField(verbose_name="called on")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=100, verbose_name="reference"),
                ),
                ("by_applicant", models.BooleanField(verbose_name="noted by the applicant")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                ("ruled_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                (
                    "ruling",
                    models.CharField(blank=True, max_length=300, verbose_name="what was decided"),
                ),
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
                        related_name="dispute",
                        to="reservations.accessrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "call of the dispute body",
                "verbose_name_plural": "calls of the dispute body",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ruled_on__isnull", True), ("ruling", "")),
                            models.Q(
                                ("ruled_on__gte", models.F("filed_on")),
                                ("ruled_on__isnull", False),
                                models.Q(("ruling", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="dispute_ruling_is_whole",
                    )
                ],
            },
        ),
        sql_file(__file__, "0030_disputes"),
    ]
