"""No offer is over before it is made."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("reservations", "0034_works_published")]
    operations = [sql_file(__file__, "0035_offer_not_over")]
