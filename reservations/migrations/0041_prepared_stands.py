"""What was prepared for a signature names all that was asked for then, and stands until it is signed."""

import django.contrib.postgres.fields
from django.db import migrations, models

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("reservations", "0040_fulfilled_duties"),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="asked_units",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                db_default=[],
                default=list,
                editable=False,
                size=None,
            ),
        ),
        sql_file(__file__, "0041_prepared_stands"),
    ]
