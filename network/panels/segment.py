"""The panel of a route segment: facts, cross-section, what lies in it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.viewer import Viewer, viewer_of
from assets.models import Cable, DuctSection, Segment
from assets.models.segment import SegmentKind
from assets.panels import facts
from gis import panels
from gis.panel_page import Contents, Entry, Fact, PanelPage, degrees, respond
from network.availability import State
from network.drawings.cross_section import Occupancy
from network.drawings.svg import state_word
from network.panels.section_contents import (
    SectionContents,
    contents_of,
    drawing,
    free_of,
    letter,
)
from network.panels.tubes_inside import free_tubes

FIELDS = ("kind", "surface", "depth_cm", "cover_cm", "built_year", "accuracy", "funding")


def segment_panel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    viewer = viewer_of(request.user)
    segments = facts.with_parties(Segment.objects.visible_to(viewer))
    segment = facts.one_or_404(segments.select_related("start_site", "end_site"), public_id)
    contents = contents_of(segment, viewer)
    page = PanelPage(
        kind=f"{capfirst(Segment._meta.verbose_name)} · {segment.get_kind_display()}",
        title=segment.code,
        name=segment.name,
        state=segment.get_life_cycle_display(),
        tone=facts.TONES[segment.life_cycle],
        facts=_facts(segment, contents, viewer),
        sources=facts.source_facts(segment),
        drawing=drawing(contents, contents.roots, segment),
        contents=[
            _ducts(contents),
            _cables(segment, viewer),
            *panels.parts("segment", segment, viewer),
        ],
        bounds=degrees(segment.geom.extent),
    )
    return respond(request, page)


def _facts(segment: Segment, contents: SectionContents, viewer: Viewer) -> list[Fact]:
    return [
        _free(contents),
        *facts.site_fact(_("from"), segment.start_site, viewer),
        *facts.site_fact(_("to"), segment.end_site, viewer),
        *_lengths(segment),
        *(one for field in FIELDS for one in facts.fact(segment, field)),
        *facts.general_facts(segment, viewer),
    ]


def _free(contents: SectionContents) -> Fact:
    """Innermost tubes, counted from the same states that the drawing shows."""
    tubes = [tube for inside in contents.innermost.values() for tube in inside]
    free = sum(contents.state_of(tube) == State.FREE for tube in tubes)
    return Fact(pgettext("capacity", "free today"), free_of(free, len(tubes)))


def _lengths(segment: Segment) -> list[Fact]:
    stated = segment.kind == SegmentKind.RISER
    result = [
        Fact(
            _("length"),
            facts.metres(segment.length_m),
            _("as stated for the riser") if stated else facts.GEODESIC,
        )
    ]
    if segment.stated_length_m is not None and not stated:
        result.append(Fact(_("stated length"), facts.metres(segment.stated_length_m)))
    return result


def _ducts(contents: SectionContents) -> Contents:
    """What lies directly in the trench; what lies inside it follows from the drawing."""
    entries = []
    for index, root in enumerate(contents.roots):
        prefix = f"{letter(index)} · " if len(contents.roots) > 1 else ""
        entries.append(
            Entry(
                f"{prefix}{root.duct.code}",
                f"{root.duct.type} · {_room(root, contents)}",
                "duct",
                root.duct.public_id,
            )
        )
    return Contents(_("Ducts in it"), entries, _("No duct lies in this segment."))


def _room(root: DuctSection, contents: SectionContents) -> str:
    """How many tubes in it are free; its state where it holds none."""
    tubes = contents.innermost.get(root.pk, [])
    if tubes in ([], [root]):
        return state_word(Occupancy(contents.state_of(root).value))
    free = sum(contents.state_of(tube) == State.FREE for tube in tubes)
    return free_tubes(free, len(tubes))


def _cables(segment: Segment, viewer: Viewer) -> Contents:
    cables = Cable.objects.visible_to(viewer).in_use().filter(sections__segment=segment)
    entries = [
        Entry(cable.code, str(cable.type), "cable", cable.public_id)
        for cable in cables.select_related("type").distinct().order_by("code")
    ]
    return Contents(_("Cables in it"), entries, _("No cable runs through this segment."))
