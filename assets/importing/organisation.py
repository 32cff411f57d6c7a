"""Organisations named by a delivery. They are made, never changed: what is known here is kept."""

import numpy as np

from accounts.models import Organisation
from accounts.models.organisation import OrganisationKind
from assets.importing.fields import choices
from gis.importing.batch import Batch
from gis.importing.context import Context
from gis.importing.targets import Counts, Field, Target

LONGEST_CODE = 40
FIELDS = (
    Field("name", required=True, limit=200),
    Field("kind", required=True, choices=choices(OrganisationKind)),
)


def apply(context: Context, batch: Batch) -> Counts:
    """Create the organisations that do not exist yet; the id in the source is their code."""
    long = [len(code) > LONGEST_CODE for code in batch.ids]
    batch.refuse(np.array(long, dtype=bool), "code_too_long")
    known = set(
        Organisation.objects.filter(code__in=batch.ids.tolist()).values_list("code", flat=True)
    )
    rows = zip(batch.ids, batch.columns["name"], batch.columns["kind"], strict=True)
    new = [
        Organisation(code=code, name=name, kind=kind)
        for code, name, kind in rows
        if code not in known
    ]
    Organisation.objects.bulk_create(new)
    return Counts(created=len(new), unchanged=len(known))


TARGET = Target("organisation", 10, FIELDS, apply)
