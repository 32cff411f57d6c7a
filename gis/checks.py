"""System checks of the ground: what is stored lies in the one storage system."""

from typing import Any

from django.apps import apps
from django.contrib.gis.db.models import GeometryField
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.models import GeneratedField

from gis import srid


def _stored_srid(field: Any) -> int | None:
    """The field's SRID, or None for derived columns and fields that hold no geometry."""
    if isinstance(field, GeneratedField) or not isinstance(field, GeometryField):
        return None
    if field.srid == srid.TILE and not field.editable:
        return None
    return field.srid


@register(Tags.models)
def check_geometry_fields(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every geometry field that people write is in the storage system."""
    return [
        Error(
            f"{model._meta.label}.{field.name} is stored in EPSG:{_stored_srid(field)}, "
            f"not in EPSG:{srid.STORAGE}.",
            obj=model,
            id="citygis.E001",
        )
        for model in apps.get_models()
        for field in model._meta.local_fields
        if _stored_srid(field) not in (None, srid.STORAGE)
    ]


@register(Tags.database)
def check_database_ground(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """The database stores the columns in the same systems as the code says, and can transform."""
    faults: list[CheckMessage] = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT f_table_name, f_geometry_column, srid FROM geometry_columns"
                " WHERE f_table_schema = current_schema()"
                " AND srid NOT IN (%s, %s)",
                [srid.STORAGE, srid.TILE],
            )
            faults += [
                Error(f"{table}.{column} is in EPSG:{code}.", id="citygis.E002")
                for table, column, code in cursor.fetchall()
            ]
    return faults
