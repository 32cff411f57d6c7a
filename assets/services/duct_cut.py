"""Cut a duct at a site it passes: two ducts, joined there or not.

Sections and all that lies in them stay as they are; those behind the site change their duct. Other
rooms follow through `assets.hooks.Cut`: claims that span the cut become two units.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets import hooks
from assets.models import Duct, DuctSection, LifeCycle, Segment, Site
from assets.services import lock
from assets.services.copies import copy_of, next_codes
from assets.services.editing import edit, locked, store, visible, within_area
from gis.refusals import Refusal
from gis.retry import retried


@retried
def cut(
    *,
    duct: Duct,
    site: Site,
    by: User | None,
    with_tubes: bool = False,
    coupled: bool = False,
    code: str = "",
    version: int | None = None,
    reason: str = "",
) -> tuple[Duct, Duct]:
    """Cut a duct, a bundle on request with the tubes in it there; `coupled` joins the ends again.

    Returns both pieces of the duct; `code` names the second one. Tubes keep bundle and number.
    """
    with edit(by, reason):
        ids = {duct.pk} | (_tubes_inside(duct) if with_tubes else set())
        lock.ducts_to_edit(ids)
        row = locked(duct, by, version)
        _refuse_closed(visible(site, by, "site"))
        cuts = _sections_behind(ids, site)
        if row.pk not in cuts:
            raise Refusal(
                "NOT_PASSED",
                _("%(duct)s does not pass %(site)s.") % {"duct": row.code, "site": site.code},
                "site",
            )
        _refuse_outside(cuts, by)
        pieces = _divide(row, cuts, site, code)
        hooks.tell(hooks.Cut(pieces=list(pieces.values()), site=site, coupled=coupled))
    return pieces[row.pk]


def _refuse_closed(site: Site) -> None:
    if not site.can_open or site.life_cycle == LifeCycle.REMOVED:
        raise Refusal(
            "SITE_CANNOT_BE_OPENED",
            _("No tube may be opened at %(site)s.") % {"site": site.code},
            "site",
        )


def _refuse_outside(duct_ids: object, by: User | None) -> None:
    lines = Segment.objects.filter(duct_sections__duct__in=duct_ids).values_list("geom", flat=True)
    within_area(by, *lines)


def _tubes_inside(bundle: Duct) -> set[int]:
    """Ducts that were made in the bundle and lie in it somewhere."""
    inside = DuctSection.objects.filter(parent__duct=bundle, duct__bundle=bundle)
    return set(inside.values_list("duct_id", flat=True))


def _sections_behind(duct_ids: set[int], site: Site) -> dict[int, list[DuctSection]]:
    """For each duct that passes the site, its sections behind it, where it first does."""
    behind: dict[int, list[DuctSection]] = {}
    before: set[int] = set()
    sections = DuctSection.objects.filter(duct__in=duct_ids).select_related("segment")
    for section in sections.order_by("duct", "rank"):
        segment = section.segment
        enters = segment.end_site_id if section.reversed else segment.start_site_id
        if section.duct_id in behind:
            behind[section.duct_id].append(section)
        elif enters == site.pk and section.duct_id in before:
            behind[section.duct_id] = [section]
        before.add(section.duct_id)
    return behind


def _divide(
    first: Duct, cuts: dict[int, list[DuctSection]], site: Site, code: str
) -> dict[int, tuple[Duct, Duct]]:
    """Both pieces of each duct; the one asked for comes first, so that its tubes follow."""
    ducts = Duct.objects.in_bulk(cuts)
    codes = next_codes(Duct, [duct.code for duct in ducts.values()])
    if code:
        codes[first.code] = code
    pieces: dict[int, tuple[Duct, Duct]] = {}
    for number in sorted(cuts, key=lambda pk: (pk != first.pk, pk)):
        duct = ducts[number]
        twin = _piece_behind(duct, site, codes[duct.code])
        if duct.bundle_id in pieces:
            twin.bundle = pieces[duct.bundle_id][1]
        duct.end_site = site
        pieces[number] = (store(duct), store(twin))
        twin.grants.set(duct.grants.all())
        moved = DuctSection.objects.filter(pk__in=[section.pk for section in cuts[number]])
        moved.update(duct=twin)
    return pieces


def _piece_behind(duct: Duct, site: Site, code: str) -> Duct:
    twin = copy_of(duct, code)
    twin.start_site = site
    return twin
