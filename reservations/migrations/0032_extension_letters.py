"""An extension of a deadline is told by a letter."""

from django.db import migrations, models

KINDS = [
    ("receipt", "confirmation of receipt"),
    ("missing", "request for what is missing"),
    ("extended", "notice of an extension"),
    ("quote", "quote"),
    ("decision", "decision"),
]


class Migration(migrations.Migration):
    dependencies = [("reservations", "0031_requests_counted")]

    operations = [
        migrations.RemoveConstraint("letter", "letter_kind_known"),
        migrations.AlterField(
            "letter",
            "kind",
            models.CharField(choices=KINDS, max_length=8, verbose_name="kind of letter"),
        ),
        migrations.AddConstraint(
            "letter",
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind for kind, _label in KINDS]),
                name="letter_kind_known",
            ),
        ),
    ]
