"""Nobody decides in a matter of their own (§ 20 VwVfG), whoever writes."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("reservations", "0047_duties_stay")]
    operations = [sql_file(__file__, "0048_own_matter")]
