"""Addresses that mails can spell; the table stays as it is."""

from django.db import migrations, models

import accounts.addresses


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0014_looks_found"),
    ]

    operations = [
        migrations.AlterField(
            model_name="organisation",
            name="contact_email",
            field=models.EmailField(
                blank=True,
                max_length=254,
                validators=[accounts.addresses.mailable],
                verbose_name="contact e-mail",
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="email",
            field=models.EmailField(
                max_length=254,
                unique=True,
                validators=[accounts.addresses.mailable],
                verbose_name="e-mail",
            ),
        ),
    ]
