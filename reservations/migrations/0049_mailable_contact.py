"""Addresses that mails can spell; the table stays as it is."""

from django.db import migrations, models

import accounts.addresses


class Migration(migrations.Migration):
    dependencies = [
        ("reservations", "0048_own_matter"),
    ]

    operations = [
        migrations.AlterField(
            model_name="accessrequest",
            name="contact_email",
            field=models.EmailField(
                max_length=254,
                validators=[accounts.addresses.mailable],
                verbose_name="contact e-mail",
            ),
        ),
    ]
