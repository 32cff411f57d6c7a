"""What the panels of ducts and sites say about coupled duct ends."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from assets.models import Duct, Site
from gis.panel_page import Contents, Entry
from network.models import DuctJoint, DuctJointEnd


def of_duct(duct: Duct, viewer: Viewer) -> Contents | None:
    """The ducts that go on at its ends, as far as the viewer sees them."""
    joints = DuctJoint.objects.visible_to(viewer).filter(ends__duct=duct)
    others = DuctJointEnd.objects.filter(joint__in=joints).exclude(duct=duct)
    return _listed(
        Entry(end.duct.code, _("at site %(code)s") % {"code": end.joint.site.code}, "duct",
              end.duct.public_id)
        for end in _seen(others, viewer)
    )  # fmt: skip


def of_site(site: Site, viewer: Viewer) -> Contents | None:
    """Each coupling at the site, of which the viewer sees both ducts."""
    joints = DuctJoint.objects.visible_to(viewer).filter(site=site)
    found: dict[int, list[Duct]] = {}
    for end in _seen(DuctJointEnd.objects.filter(joint__in=joints), viewer):
        found.setdefault(end.joint_id, []).append(end.duct)
    return _listed(
        Entry(first.code, _("with %(code)s") % {"code": second.code}, "duct", first.public_id)
        for first, second in (pair for pair in found.values() if len(pair) == 2)
    )


def _seen(ends: QuerySet[DuctJointEnd], viewer: Viewer) -> Iterable[DuctJointEnd]:
    seen = ends.filter(duct__in=Duct.objects.visible_to(viewer))
    return seen.select_related("duct", "joint__site").order_by("joint", "side")


def _listed(entries: Iterable[Entry]) -> Contents | None:
    listed = list(entries)
    return Contents(_("Coupled duct ends"), listed) if listed else None
