"""What was granted, its order and its signature stand, whoever writes."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("reservations", "0024_share_of_every_class"),
        ("network", "0014_nearer_cells"),
    ]
    operations = [sql_file(__file__, "0025_granted_stands")]
