"""Naming ducts by their codes, as far as whoever asks sees them: one rule for every door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import connection
from django.utils.translation import gettext as _

from accounts.roles import Capability
from accounts.viewer import Viewer
from assets.models import Duct, DuctSection, Site
from gis.refusals import Refusal
from reservations.services.requested import Stretch, Unit

MOST_LINES = 2_000
LONGEST_NAMED = 80
"""Characters of a line that a refusal repeats: as many as a code has."""

_SECTIONS = """
    SELECT u.number, b.section_id
    FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) WITH ORDINALITY AS u (duct, a, b, number)
    CROSS JOIN LATERAL network_sections_between(u.duct, u.a, u.b) b
"""


def from_list(text: str, viewer: Viewer, most: int = MOST_LINES) -> list[Unit]:
    """Units from lines `duct` or `duct;from site;to site`, by code; a comma ends a line, too.

    Refusals: REQUIRED for an empty list; TOO_MANY; NOT_FOUND, whose `details["lines"]` are the
    numbers of lines that name nothing that the viewer sees as far as they say.
    """
    lines = [line.strip() for line in text.replace("\t", ";").replace(",", "\n").splitlines()]
    lines = [line for line in lines if line]
    if not lines:
        raise Refusal("REQUIRED", _("Name at least one duct."), "elements")
    if len(lines) > most:
        message = _("At most %(most)d lines, please.")
        raise Refusal("TOO_MANY", message % {"most": most}, "elements")
    units = _units(lines, viewer)
    seen = seen_among([unit for unit in units if unit is not None], viewer)
    wrong = [number for number, unit in enumerate(units, start=1) if unit not in seen]
    if wrong:
        message = _("Not found, or not for you to see: %(codes)s")
        named = ", ".join(lines[number - 1][:LONGEST_NAMED] for number in wrong[:10])
        raise Refusal("NOT_FOUND", message % {"codes": named}, "elements", lines=wrong)
    return list(dict.fromkeys(unit for unit in units if unit is not None))


def seen_among(units: Sequence[Stretch], viewer: Viewer) -> set[Stretch]:
    """Those of which the viewer sees every section.

    Of what is seen in part, what lies beyond could be told else by naming it: whether it passes
    some other site, whether it is free, what it costs.
    """
    if viewer.can(Capability.SEE_EXACT_PLANT):
        return set(units)
    passed: dict[Stretch, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(
            _SECTIONS,
            [
                [unit.duct_id for unit in units],
                [unit.from_site_id for unit in units],
                [unit.to_site_id for unit in units],
            ],
        )
        for number, section in cursor.fetchall():
            passed[units[number - 1]].add(section)
    wanted = {section for sections in passed.values() for section in sections}
    rows = DuctSection.objects.visible_to(viewer).filter(pk__in=wanted)
    seen = set(rows.values_list("pk", flat=True))
    return {unit for unit, sections in passed.items() if sections <= seen}


def _units(lines: Sequence[str], viewer: Viewer) -> list[Stretch | None]:
    parts = [[part.strip() for part in line.split(";")] for line in lines]
    codes = [one[0] for one in parts if "\0" not in one[0]]
    ducts = Duct.objects.visible_to(viewer).in_use().filter(code__in=codes)
    known = {duct.code: duct for duct in ducts}
    return [_unit(part, known, viewer) for part in parts]


def _unit(parts: Sequence[str], known: dict[str, Duct], viewer: Viewer) -> Stretch | None:
    duct = known.get(parts[0])
    if duct is None or len(parts) not in (1, 3):
        return None
    if len(parts) == 1:
        return Stretch(duct.pk, duct.start_site_id, duct.end_site_id)
    passed = dict(_sites_of(duct, viewer))
    ends = [passed.get(code) for code in parts[1:]]
    if None in ends or ends[0] == ends[1]:
        return None
    return Stretch(duct.pk, *ends)  # type: ignore[arg-type]


def _sites_of(duct: Duct, viewer: Viewer) -> list[tuple[str, int]]:
    sections = duct.sections.values_list("segment__start_site", "segment__end_site")
    ids = {site for pair in sections for site in pair}
    seen = Site.objects.visible_to(viewer).filter(pk__in=ids)
    return list(seen.values_list("code", "pk"))
