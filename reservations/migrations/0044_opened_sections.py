"""What a grant opens of a duct is kept beside the ledger's lines, from which it follows."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("reservations", "0043_no_space_shown"),
        ("network", "0011_ledger_changes"),
    ]

    operations = [sql_file(__file__, "0044_opened_sections")]
