"""Damages and fill policies carry a version that the database counts."""

from django.db import migrations, models

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0005_record_versions"),
        ("network", "0009_generalising"),
    ]

    operations = [
        migrations.AddField(
            model_name="damage",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="fillpolicy",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        sql_file(__file__, "0010_record_versions"),
    ]
