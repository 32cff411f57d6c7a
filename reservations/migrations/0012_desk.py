"""What the desk needs: its queue in order, checklists, addresses of calendars."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_road_officer"),
        ("reservations", "0011_after_the_grant"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="created"),
                ),
                (
                    "last_used_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last used"),
                ),
            ],
            options={
                "verbose_name": "address of a calendar",
                "verbose_name_plural": "addresses of calendars",
            },
        ),
        migrations.CreateModel(
            name="CheckedItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("there", "there"),
                            ("missing", "missing"),
                            ("not_needed", "not needed here"),
                        ],
                        max_length=10,
                        verbose_name="found",
                    ),
                ),
                ("checked_at", models.DateTimeField(verbose_name="checked")),
            ],
            options={
                "verbose_name": "checked item",
                "verbose_name_plural": "checked items",
            },
        ),
        migrations.CreateModel(
            name="ChecklistItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "name_en",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=120,
                        verbose_name="English name",
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("information", "information on infrastructure"),
                            ("survey", "on-site survey"),
                            ("duct_access", "access to ducts"),
                            ("works_coordination", "coordination of works"),
                            ("road_consent", "consent of the road authority"),
                            ("minor_road_consent", "consent to minor works"),
                        ],
                        max_length=20,
                        verbose_name="kind of request",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("required", models.BooleanField(verbose_name="always needed")),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text="For requests received in this time.", verbose_name="valid"
                    ),
                ),
                ("source", models.CharField(max_length=300, verbose_name="source")),
            ],
            options={
                "verbose_name": "item of a checklist",
                "verbose_name_plural": "items of checklists",
                "ordering": ["kind", "position", "code"],
            },
        ),
        migrations.AddIndex(
            model_name="accessrequest",
            index=models.Index(
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
                name="request_at_desk",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(
                    ("met_on__isnull", True),
                    (
                        "step__in",
                        (
                            "notice",
                            "answer",
                            "offer",
                            "decision",
                            "permit",
                            "notification",
                            "publication",
                        ),
                    ),
                ),
                fields=["due_on"],
                name="deadline_owed",
            ),
        ),
        migrations.AddField(
            model_name="calendaraddress",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="checkeditem",
            name="checked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="checked by",
            ),
        ),
        migrations.AddField(
            model_name="checkeditem",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="checked",
                to="reservations.accessrequest",
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "information",
                            "survey",
                            "duct_access",
                            "works_coordination",
                            "road_consent",
                            "minor_road_consent",
                        ],
                    )
                ),
                name="checklist_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid__isempty", False)), name="checklist_valid_not_empty"
            ),
        ),
        migrations.AddField(
            model_name="checkeditem",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reservations.checklistitem",
                verbose_name="item of a checklist",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendaraddress",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                name="calendar_digest_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkeditem",
            constraint=models.UniqueConstraint(
                fields=("request", "item"), name="checked_item_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="checkeditem",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["there", "missing", "not_needed"])),
                name="checked_answer_known",
            ),
        ),
    ]
