"""The full change history: who changed what, when and why, in which transaction.

One table for all concepts, filled by statement triggers (`sql/0002_record.sql`), so that bulk and
raw SQL writes are recorded like any other, at the cost of one INSERT per statement.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Operation(models.TextChoices):
    """What happened to a row; the last two: to whom it is shown."""

    INSERT = "I", _("created")
    UPDATE = "U", _("changed")
    DELETE = "D", _("deleted")
    APPEARED = "A", _("opened")
    GONE = "G", _("closed")


class Change(models.Model):
    """One row of one table before and after; on an update only the columns that changed."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("when"))
    transaction = models.BigIntegerField(_("transaction"))
    table_name = models.CharField(_("table"), max_length=63)
    object_id = models.BigIntegerField(_("object"))
    operation = models.CharField(_("what"), max_length=1, choices=Operation.choices)
    actor_id = models.BigIntegerField(_("user number"), null=True)
    actor_label = models.TextField(_("who"))
    reason = models.TextField(_("why"), blank=True)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["table_name", "object_id", "id"], name="history_of_object"),
            # The order of the change feed.
            models.Index(fields=["transaction", "id"], name="history_feed"),
        ]

    def __str__(self) -> str:
        return f"{self.table_name} {self.object_id}: {self.get_operation_display()}"
