"""A notice to the regulator and a publication of works become one: a fulfilled duty, by step."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from gis.migration import sql_file

STEPS = [
    ("notice", "say what is missing"),
    ("answer", "answer"),
    ("offer", "offer"),
    ("decision", "decision"),
    ("permit", "permit"),
    ("notification", "tell the regulator"),
    ("publication", "publish planned works"),
    ("request", "ask for coordination"),
    ("appeal", "call the dispute body"),
    ("ruling", "decision of the dispute body"),
    ("completion", "hand in what is missing"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("reservations", "0039_grounds_of_consents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="FulfilledDuty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(choices=STEPS, max_length=12, verbose_name="what was done"),
                ),
                ("done_on", models.DateField(verbose_name="done on")),
                ("reference", models.CharField(max_length=300, verbose_name="reference")),
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fulfilled_duties",
                        to="reservations.accessrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "fulfilled duty",
                "verbose_name_plural": "fulfilled duties",
                "constraints": [
                    models.UniqueConstraint(fields=("request", "step"), name="duty_fulfilled_once"),
                    models.CheckConstraint(
                        condition=models.Q(step__in=("notification", "publication")),
                        name="duty_step_known",
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(reference=""), name="duty_has_reference"
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(step="notification")
                        | models.Q(LessThanOrEqual(Length("reference"), 100)),
                        name="duty_reference_fits",
                    ),
                ],
            },
        ),
        sql_file(__file__, "0040_fulfilled_duties"),
        migrations.DeleteModel(name="RegulatorNotice"),
        migrations.DeleteModel(name="WorksPublication"),
    ]
