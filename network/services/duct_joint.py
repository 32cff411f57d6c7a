"""Couplers: join two duct ends at a site, and part them again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets.models import Duct, Site
from assets.services import lock
from assets.services.editing import edit, visible, within_area
from gis.refusals import Refusal
from gis.retry import retried
from network.models import DuctJoint, DuctJointEnd
from network.models.duct_joint import End

DuctEnd = tuple[Duct, str]


@retried
def couple(
    *, first: Duct, second: Duct, site: Site, by: User | None, reason: str = ""
) -> DuctJoint:
    """Join the ends of two ducts at a site. Refuses ducts that do not end there, or are joined."""
    with edit(by, reason):
        rows = {duct.pk: duct for duct in lock.ducts({first.pk, second.pk})}
        visible(first, by, "first")
        visible(second, by, "second")
        place = visible(site, by, "site")
        within_area(by, place.geom)
        if first.pk == second.pk:
            raise Refusal("SAME_DUCT", _("A duct cannot be joined to itself."), "second")
        ends = [_end_at(rows[duct.pk], place, name) for duct, name in _named(first, second)]
        return join(place, *ends)


@retried
def uncouple(*, joint: DuctJoint, by: User | None, reason: str = "") -> None:
    """Part two joined duct ends."""
    with edit(by, reason):
        visible(joint, by)
        lock.ducts(joint.ends.values_list("duct", flat=True))
        within_area(by, joint.site.geom)
        joint.delete()


def join(site: Site, first: DuctEnd, second: DuctEnd) -> DuctJoint:
    """The rows of a joint, as a part of a larger edit."""
    joint = DuctJoint.objects.create(site=site)
    DuctJointEnd.objects.bulk_create(
        DuctJointEnd(joint=joint, side=side, duct=duct, end=end)
        for side, (duct, end) in enumerate((first, second), start=1)
    )
    return joint


def _named(first: Duct, second: Duct) -> list[tuple[Duct, str]]:
    return [(first, "first"), (second, "second")]


def _end_at(duct: Duct, site: Site, field: str) -> DuctEnd:
    """Which end of the duct lies at the site; for a ring, the one that is still free."""
    ends = [
        end
        for end, place in ((End.START, duct.start_site_id), (End.END, duct.end_site_id))
        if place == site.pk
    ]
    if not ends:
        raise Refusal(
            "NOT_AT_SITE",
            _("%(duct)s does not end at %(site)s.") % {"duct": duct.code, "site": site.code},
            field,
        )
    joined = set(duct.joint_ends.values_list("end", flat=True))
    return duct, next((end for end in ends if end not in joined), ends[0])
