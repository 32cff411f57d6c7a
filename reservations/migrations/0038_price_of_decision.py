"""A decision keeps the price of what is granted: of a part less than was offered."""

import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("reservations", "0037_messages_of_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="currency",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=3, verbose_name="currency"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="gross",
            field=models.DecimalField(
                decimal_places=2, max_digits=14, null=True, verbose_name="gross"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="net",
            field=models.DecimalField(
                decimal_places=2, max_digits=14, null=True, verbose_name="net"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="vat",
            field=models.DecimalField(
                decimal_places=2, max_digits=14, null=True, verbose_name="VAT"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("currency", ""),
                        ("gross__isnull", True),
                        ("net__isnull", True),
                        ("vat__isnull", True),
                    ),
                    models.Q(
                        ("gross__isnull", False),
                        ("net__isnull", False),
                        ("vat__isnull", False),
                        (
                            "gross",
                            django.db.models.expressions.CombinedExpression(
                                models.F("net"), "+", models.F("vat")
                            ),
                        ),
                        ("net__gte", 0),
                        ("vat__gte", 0),
                        models.Q(("currency", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="decision_adds_up",
            ),
        ),
        sql_file(__file__, "0038_price_of_decision"),
    ]
