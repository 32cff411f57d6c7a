"""Names of segments are searched by their beginning, as streets are."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_mailable_addresses"),
        ("assets", "0013_kept_mappings"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="segment",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("name"), "text_pattern_ops"
                ),
                name="segment_name_beginning",
            ),
        ),
    ]
