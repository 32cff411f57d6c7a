"""Catalogues, projects and addresses carry a version that the database counts, as assets do."""

from django.db import migrations, models

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0004_openings"),
    ]

    operations = [
        migrations.AddField(
            model_name="address",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="cabletype",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="colourscheme",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="ducttype",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="frequencyplan",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="project",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        sql_file(__file__, "0005_record_versions"),
    ]
