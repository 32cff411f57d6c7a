"""What network servers report of gateways."""

import datetime

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0007_sections_in_segment_order"),
    ]

    operations = [
        migrations.CreateModel(
            name="GatewayReport",
            fields=[
                (
                    "gateway",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="report",
                        serialize=False,
                        to="assets.gateway",
                        verbose_name="gateway",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("online", "online"), ("offline", "offline")],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "last_seen_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last seen"),
                ),
                ("observed_at", models.DateTimeField(verbose_name="observed")),
                (
                    "received_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="received",
                    ),
                ),
                ("reported_by", models.CharField(max_length=254, verbose_name="reported by")),
            ],
            options={
                "verbose_name": "report of a gateway",
                "verbose_name_plural": "reports of gateways",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["online", "offline"])),
                        name="gateway_report_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("last_seen_at__isnull", True), ("state", "offline")),
                            models.Q(
                                ("last_seen_at__isnull", False),
                                ("last_seen_at__lte", models.F("observed_at")),
                            ),
                            _connector="OR",
                        ),
                        name="gateway_report_seen_before",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "observed_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("received_at"),
                                    "+",
                                    models.Value(datetime.timedelta(seconds=300)),
                                ),
                            )
                        ),
                        name="gateway_report_not_of_the_future",
                    ),
                ],
            },
        ),
    ]
