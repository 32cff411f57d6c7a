"""SQL that belongs to a migration lies beside it, under the same number, with its reverse."""

from pathlib import Path

from django.db import migrations


def sql_file(migration_file: str, name: str) -> migrations.RunSQL:
    """Run `sql/NAME.sql` beside the migration; backwards `sql/NAME_reverse.sql`."""
    folder = Path(migration_file).parent / "sql"
    return migrations.RunSQL(
        (folder / f"{name}.sql").read_text(encoding="utf-8"),
        (folder / f"{name}_reverse.sql").read_text(encoding="utf-8"),
    )
