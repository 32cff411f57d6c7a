"""`visible_to` as a condition for statements written in SQL, so that tiles obey the same rule."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Model, QuerySet

from accounts.viewer import Viewer


def visible_condition(
    model: type[Model], viewer: Viewer, column: str, only: QuerySet[Any] | None = None
) -> tuple[str, tuple]:
    """SQL that is true for the rows a viewer may see, and its parameters.

    `column` is the statement's own column with the model's primary key. `only` is what a filter
    leaves of these rows. Whoever sees everything costs nothing: the condition is then just TRUE.
    """
    seen: Any = model._default_manager.visible_to(viewer)  # type: ignore[attr-defined]
    rows = seen if only is None else only
    if not rows.query.where:
        return "TRUE", ()
    try:
        sql, parameters = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "FALSE", ()
    return f"{column} IN ({sql})", tuple(parameters)
