"""Consents of the road authority are refused on grounds of their own, not on the lists for access."""

from django.db import migrations, models

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("reservations", "0038_price_of_decision"),
    ]

    operations = [
        migrations.AddField(
            model_name="refusalground",
            name="signed_by",
            field=models.CharField(
                choices=[("access_officer", "access officer"), ("road_officer", "road officer")],
                db_default="access_officer",
                default="access_officer",
                max_length=16,
                verbose_name="who refuses by it",
            ),
        ),
        migrations.AddConstraint(
            model_name="refusalground",
            constraint=models.CheckConstraint(
                condition=models.Q(("signed_by__in", ["access_officer", "road_officer"])),
                name="ground_signer_known",
            ),
        ),
        sql_file(__file__, "0039_grounds_of_consents"),
    ]
