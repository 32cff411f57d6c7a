"""What a kind of request holds, needs and is decided by is one entry of one table."""

from django.db import migrations, models

from gis.migration import sql_file
from reservations.models.request_kind import request_kinds


def _of_a_kind(model: str) -> migrations.AlterField:
    field = models.CharField(choices=request_kinds, max_length=20, verbose_name="kind of request")
    return migrations.AlterField(model_name=model, name="kind", field=field)


class Migration(migrations.Migration):
    dependencies = [("reservations", "0028_deadlines_by_rule")]

    operations = [
        migrations.RemoveConstraint(model_name="accessrequest", name="case_choices_known"),
        migrations.RemoveConstraint(model_name="checklistitem", name="checklist_kind_known"),
        migrations.RemoveConstraint(model_name="clockrule", name="clock_choices_known"),
        migrations.RemoveConstraint(model_name="legalremedy", name="remedy_kind_known"),
        *map(_of_a_kind, ("accessrequest", "checklistitem", "clockrule", "legalremedy")),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "submitted",
                            "incomplete",
                            "completed",
                            "in_review",
                            "offered",
                            "accepted",
                            "granted",
                            "partly_granted",
                            "in_use",
                            "ended",
                            "refused",
                            "withdrawn",
                            "expired",
                        ],
                    )
                ),
                name="case_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("basis__in", ["gia", "tkg", "own"]),
                    ("consequence__in", ["breach", "deemed_granted", "dispute", "expires"]),
                    ("duty__in", ["city", "applicant", "regulator"]),
                    ("incompleteness__in", ["runs_on", "pauses", "restarts"]),
                    (
                        "start__in",
                        [
                            "received",
                            "complete",
                            "concluded",
                            "dispute_filed",
                            "permit_filed",
                            "asked_back",
                        ],
                    ),
                    (
                        "step__in",
                        [
                            "notice",
                            "answer",
                            "offer",
                            "decision",
                            "permit",
                            "notification",
                            "publication",
                            "request",
                            "appeal",
                            "ruling",
                            "completion",
                        ],
                    ),
                    ("unit__in", ["working_days", "weeks", "months"]),
                ),
                name="clock_choices_known",
            ),
        ),
        sql_file(__file__, "0029_kinds_of_request"),
    ]
