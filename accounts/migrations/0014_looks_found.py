"""Looks are found by time, person, organisation and case along indexes."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_looks_end")]

    operations = [
        migrations.AddIndex("look", models.Index(fields=["-at", "-id"], name="look_newest")),
        migrations.AddIndex("look", GinIndex(fields=["cases"], name="look_through_case")),
    ]
