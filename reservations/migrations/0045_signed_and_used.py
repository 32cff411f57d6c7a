"""A signed decision gets no further ground, an answered report no further line; case and claim are in use together."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("reservations", "0044_opened_sections"),
    ]

    operations = [
        sql_file(__file__, "0045_signed_and_used"),
    ]
