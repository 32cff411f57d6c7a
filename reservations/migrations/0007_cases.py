"""The database knows the ways between the states of a case, and keeps case, claim and decision one."""

from django.db import migrations

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("reservations", "0006_access_requests"), ("history", "0004_feed")]
    operations = [sql_file(__file__, "0007_cases")]
