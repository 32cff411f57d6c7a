"""Reading the history of one object, with that of the parts it consists of."""

from __future__ import annotations

from django.db import connection
from django.db.models import Model, Q, QuerySet

from history.models import Change


def changes_of(instance: Model, *parts: str) -> QuerySet[Change]:
    """The changes of an object and its parts, newest first.

    `parts` are names of reverse relations, such as the "sections" of a duct. Found are the parts it
    has now, and those it gained or lost in a transaction that changed the object itself.
    """
    own = Q(table_name=instance._meta.db_table, object_id=instance.pk)
    found = own
    rows = Change.objects.filter(own).values_list("transaction", flat=True)
    transactions = list(rows.distinct()) if parts else []
    for name in parts:
        found |= _present(instance, name) | _past(instance, name, transactions)
    return Change.objects.filter(found).order_by("-id")


def _present(instance: Model, part: str) -> Q:
    ids = getattr(instance, part).values_list("pk", flat=True)
    table = getattr(instance, part).model._meta.db_table
    return Q(table_name=table, object_id__in=list(ids))


def _past(instance: Model, part: str, transactions: list[int]) -> Q:
    """Rows that named the object when it was changed itself, whatever became of them."""
    relation = instance._meta.get_field(part)
    column = relation.field.column  # type: ignore[union-attr]
    named = Q(**{f"before__{column}": instance.pk}) | Q(**{f"after__{column}": instance.pk})
    table = relation.related_model._meta.db_table  # type: ignore[union-attr]
    return Q(transaction__in=transactions, table_name=table) & named


def newest_of_transaction() -> int | None:
    """The number of the last change that the running transaction has made; None without any."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(id) FROM history_change"
            " WHERE transaction = pg_current_xact_id_if_assigned()::text::bigint"
        )
        return cursor.fetchone()[0]
