"""Records that carry a version, so that nobody overwrites what they have not seen."""

from django.db import models


class Versioned(models.Model):
    """Abstract base. The database counts `version` with every change, whoever writes."""

    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        abstract = True
