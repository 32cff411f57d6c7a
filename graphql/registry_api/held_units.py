"""Units of a request, named by their keys."""

from __future__ import annotations

import re
from collections.abc import Sequence

import graphene

from gis.refusals import NotFound
from network.models import HeldUnit
from reservations.models import AccessRequest

UNIT_KEYS = graphene.List(graphene.NonNull(graphene.ID))
_KEY = re.compile("[1-9][0-9]{0,17}")


def units_of(case: AccessRequest, keys: Sequence[str], field: str) -> list[HeldUnit]:
    """The units of the request that these keys name; raises NotFound."""
    wanted = {int(key) for key in keys if _KEY.fullmatch(key)}
    found = list(HeldUnit.objects.filter(pk__in=wanted, holder__claim__request=case))
    if len(found) != len(set(keys)):
        raise NotFound(field)
    return found
