"""What a reservation asks for, before it becomes rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.roles import Capability
from accounts.viewer import Viewer, require
from gis.refusals import NotPermitted, Refusal
from network.models import HeldUnit, Holder
from network.periods import Period

LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Stretch:
    """A duct between two of its sites: whole, or room for a cable of outer Ø in mm."""

    duct_id: int
    from_site_id: int
    to_site_id: int
    cable_outer_mm: float | None = None

    def unit(self, holder: Holder) -> HeldUnit:
        return HeldUnit(
            holder=holder,
            duct_id=self.duct_id,
            from_site_id=self.from_site_id,
            to_site_id=self.to_site_id,
            cable_outer_mm=self.cable_outer_mm,
        )


@dataclass(frozen=True, slots=True)
class SingleStrand:
    """One fibre of a cable."""

    strand_id: int
    cable_id: int

    def unit(self, holder: Holder) -> HeldUnit:
        return HeldUnit(holder=holder, strand_id=self.strand_id)


Unit = Stretch | SingleStrand


def digest(units: Sequence[Unit], period: Period, organisation: Organisation) -> str:
    """Tells a repeated request from another one that carries the same idempotency key."""
    facts = [
        organisation.pk,
        period.first.isoformat(),
        period.last.isoformat(),
        sorted([type(unit).__name__, *map(str, astuple(unit))] for unit in units),
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def checked_key(key: str) -> str:
    """The idempotency key, or a `Refusal` where it is missing or too long."""
    key = key.strip()
    if not 1 <= len(key) <= LONGEST_KEY or "\0" in key:
        message = _("Give an idempotency key of 1 to %(most)d characters.") % {"most": LONGEST_KEY}
        raise Refusal("INVALID_IDEMPOTENCY_KEY", message, "idempotencyKey")
    return key


def organisation_for(by: Viewer, code: str | None = None) -> Organisation:
    """For whom `by` reserves: the organisation of that code, else the only own one.

    Those who see all claims may reserve for any organisation (city reserves, paper requests).
    """
    require(by, Capability.RESERVE)
    own = Organisation.objects.filter(pk__in=by.organisation_ids)
    allowed = Organisation.objects.all() if by.can(Capability.SEE_ALL_CLAIMS) else own
    chosen: Iterable[Organisation] = (allowed.filter(code=code) if code else own)[:2]
    chosen = list(chosen)
    if len(chosen) != 1:
        raise NotPermitted()
    return chosen[0]
