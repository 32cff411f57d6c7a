"""Scopes and secrets of clients, personal tokens, sessions that know whose they are."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_history"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        # A service account that may log in is a mistake, and a constraint below.
        migrations.RunSQL(
            "UPDATE accounts_user SET is_staff = false, is_superuser = false WHERE is_service",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name="ApiSecret",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        editable=False, max_length=64, unique=True, verbose_name="digest"
                    ),
                ),
                (
                    "hint",
                    models.CharField(
                        editable=False, max_length=12, verbose_name="first characters"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="created",
                    ),
                ),
                (
                    "valid_until",
                    models.DateTimeField(
                        help_text="Empty: until it is replaced.",
                        null=True,
                        verbose_name="valid until",
                    ),
                ),
                (
                    "last_used_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last used"),
                ),
            ],
            options={
                "verbose_name": "client secret",
                "verbose_name_plural": "client secrets",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="membership_role_known",
        ),
        migrations.AddField(
            model_name="apiclient",
            name="created_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                editable=False,
                verbose_name="created",
            ),
        ),
        migrations.AddField(
            model_name="apiclient",
            name="revoked_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="revoked"
            ),
        ),
        migrations.AddField(
            model_name="apiclient",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("read", "read plant, routes and reservations"),
                        ("reserve", "reserve and release"),
                        ("edit", "edit plant and catalogues"),
                        ("confirm", "confirm reservations"),
                        ("telemetry", "report the state of gateways"),
                    ],
                    max_length=20,
                ),
                default=["read", "reserve", "edit", "confirm"],
                size=None,
                verbose_name="scopes",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="apitoken",
            name="name",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=100, verbose_name="name"
            ),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="personal_tokens",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("read", "read plant, routes and reservations"),
                        ("reserve", "reserve and release"),
                        ("edit", "edit plant and catalogues"),
                        ("confirm", "confirm reservations"),
                        ("telemetry", "report the state of gateways"),
                    ],
                    max_length=20,
                ),
                default=["read", "reserve", "edit", "confirm"],
                size=None,
                verbose_name="scopes",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="apitoken",
            name="client",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tokens",
                to="accounts.apiclient",
                verbose_name="API client",
            ),
        ),
        migrations.AlterField(
            model_name="apitoken",
            name="created_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                editable=False,
                verbose_name="created",
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("viewer", "viewer"),
                    ("editor", "editor"),
                    ("contractor_editor", "contractor editor"),
                    ("planner", "planner"),
                    ("access_officer", "access officer"),
                    ("partner", "partner"),
                    ("partner_administrator", "partner administrator"),
                    ("administrator", "administrator"),
                    ("auditor", "auditor"),
                ],
                max_length=30,
                verbose_name="role",
            ),
        ),
        migrations.AddConstraint(
            model_name="apiclient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("scopes__contained_by", ["read", "reserve", "edit", "confirm", "telemetry"]),
                    ("scopes__len__gt", 0),
                ),
                name="client_scopes_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "viewer",
                            "editor",
                            "contractor_editor",
                            "planner",
                            "access_officer",
                            "partner",
                            "partner_administrator",
                            "administrator",
                            "auditor",
                        ],
                    )
                ),
                name="membership_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_service", False),
                    models.Q(("is_staff", False), ("is_superuser", False)),
                    _connector="OR",
                ),
                name="service_account_is_no_staff",
            ),
        ),
        migrations.AddField(
            model_name="apisecret",
            name="client",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="secrets",
                to="accounts.apiclient",
                verbose_name="API client",
            ),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="secret",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tokens",
                to="accounts.apisecret",
                verbose_name="client secret",
            ),
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("scopes__contained_by", ["read", "reserve", "edit", "confirm", "telemetry"]),
                    ("scopes__len__gt", 0),
                ),
                name="token_scopes_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("client__isnull", False), ("person__isnull", True)),
                    models.Q(
                        ("client__isnull", True),
                        ("person__isnull", False),
                        ("secret__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="token_of_client_or_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("person__isnull", True), models.Q(("name", ""), _negated=True), _connector="OR"
                ),
                name="token_of_person_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("created_at"))),
                name="token_expires_after_creation",
            ),
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("revoked_at__isnull", True),
                    ("revoked_at__gte", models.F("created_at")),
                    _connector="OR",
                ),
                name="token_revoked_after_creation",
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="account",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sessions",
                to=settings.AUTH_USER_MODEL,
                verbose_name="user",
            ),
        ),
        migrations.AddConstraint(
            model_name="apisecret",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                name="secret_digest_is_sha256",
            ),
        ),
        migrations.AddConstraint(
            model_name="apisecret",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("created_at")),
                    _connector="OR",
                ),
                name="secret_ends_after_creation",
            ),
        ),
        migrations.AddConstraint(
            model_name="apisecret",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_until__isnull", True)),
                fields=("client",),
                name="secret_current_once",
            ),
        ),
    ]
