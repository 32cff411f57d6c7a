"""Whose changes somebody reads in the history: those of what the person may see, nothing else."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from accounts.models.grant import Grant
from accounts.roles import Capability
from accounts.viewer import Viewer
from history.feed.registry import registry
from history.models import Change


def readable_by(viewer: Viewer) -> QuerySet[Change]:
    """Changes of rows the viewer may see; of deleted ones where the viewer sees all of the kind."""
    if not viewer.can(Capability.SEE_HISTORY):
        return Change.objects.none()
    whole: list[str] = []
    some = Q()
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        rows = _seen(model, viewer)
        if rows is None or rows.query.is_empty():
            continue
        if rows.query.where:
            some |= Q(table_name=table, object_id__in=rows.order_by().values("pk"))
        else:
            whole.append(table)
    return Change.objects.filter(Q(table_name__in=whole) | some)


def _seen(model: type[Model], viewer: Viewer) -> QuerySet[Any] | None:
    """What the viewer sees of a recorded table; None of what has no rule for the viewer."""
    table, manager = model._meta.db_table, model._default_manager
    is_part, is_inside = table in registry.parts, table in registry.inside
    opened = registry.opened_by(table)
    if not (table in registry.followed or is_part or is_inside or opened):
        return None
    if hasattr(manager, "visible_to"):
        rows: QuerySet[Any] = manager.visible_to(viewer)
        return rows
    if opened is not None:
        return _all_if(manager, not Grant.objects.visible_to(viewer).query.where)
    if is_part:
        roots = [registry.root_of(part) for part in registry.parts[table]]
        return _all_if(manager, all(root.shown_whole(viewer) for root in roots))
    return _all_if(manager, not is_inside or viewer.can(Capability.MANAGE_PEOPLE))


def _all_if(manager: Any, seen: bool) -> QuerySet[Any]:
    rows: QuerySet[Any] = manager.all()
    return rows if seen else rows.none()
