"""Legal clocks carry a version and a history."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("reservations", "0004_clock_rules"),
        ("assets", "0005_record_versions"),
        ("history", "0003_whole_record"),
    ]
    operations = [sql_file(__file__, "0005_clock_rule_records")]
