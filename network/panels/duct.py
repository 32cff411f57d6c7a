"""The panel of a duct: what it is, how it is taken, where it runs, what is in it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib.gis.db.models import Extent
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.viewer import Viewer, viewer_of
from assets.models import Cable, ColourStep, Duct, DuctSection, Segment
from assets.panels import facts
from gis import panels
from gis.panel_page import Contents, Drawing, Entry, Fact, PanelPage, degrees, respond
from network.availability import State
from network.drawings.cross_section import Occupancy
from network.drawings.svg import state_word
from network.panels.section_contents import (
    colour_of,
    colour_steps,
    contents_of,
    drawing,
    free_of,
)
from network.panels.tubes_inside import Taken, taken, whole_way_note, worst


def duct_panel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    viewer = viewer_of(request.user)
    ducts = facts.with_parties(Duct.objects.visible_to(viewer)).select_related(
        "type", "bundle__type", "start_site", "end_site"
    )
    duct = facts.one_or_404(ducts, public_id)
    today = taken(duct, viewer)
    sections = today.sections
    segments = Segment.objects.filter(pk__in=[section.segment_id for section in sections])
    page = PanelPage(
        kind=capfirst(duct.type.get_kind_display()),
        title=duct.code,
        name=duct.name,
        state=duct.get_life_cycle_display(),
        tone=facts.TONES[duct.life_cycle],
        facts=_facts(duct, today, viewer),
        sources=facts.source_facts(duct),
        drawing=_drawing(sections, viewer),
        contents=[
            *_inside(duct, today, viewer),
            _way(today),
            *panels.parts("duct", duct, viewer),
        ],
        bounds=degrees(segments.aggregate(box=Extent("geom"))["box"]),
        marked=[section.segment.public_id for section in sections],
    )
    return respond(request, page)


def _drawing(sections: Sequence[DuctSection], viewer: Viewer) -> Drawing | None:
    """The duct and what lies in it where it starts; elsewhere the way leads to each segment."""
    if not sections:
        return None
    first = sections[0]
    contents = contents_of(first.segment, viewer)
    roots = [section for section in contents.sections if section.pk == first.pk]
    return drawing(contents, roots, first.segment)


def _facts(duct: Duct, today: Taken, viewer: Viewer) -> list[Fact]:
    return [
        _capacity(today),
        Fact(facts.label(duct, "type"), str(duct.type)),
        *_tube_facts(duct, viewer),
        *_diameters(duct),
        *facts.site_fact(_("from"), duct.start_site, viewer),
        *facts.site_fact(_("to"), duct.end_site, viewer),
        Fact(_("length"), facts.metres(_length(today.sections)), facts.GEODESIC),
        *facts.fact(duct, "commercial_availability"),
        *facts.general_facts(duct, viewer),
    ]


def _length(sections: Sequence[DuctSection]) -> float:
    return sum(section.segment.length_m for section in sections)


def _capacity(today: Taken) -> Fact:
    """How many tubes are free in it; where it holds none, how it is taken itself."""
    free, total, cut = today.on_the_whole_way()
    if total:
        return Fact(pgettext("capacity", "free today"), free_of(free, total), whole_way_note(cut))
    found = {today.states[section.pk].state for section in today.sections} or {State.FREE}
    word = state_word(Occupancy(worst(found).value))
    note = _("on part of the way") if len(found) > 1 else ""
    return Fact(pgettext("capacity", "state today"), word, note)


def _tube_facts(duct: Duct, viewer: Viewer) -> list[Fact]:
    """Number and colour, and the bundle it was made in."""
    result: list[Fact] = []
    if duct.number:
        colour = colour_of(duct, colour_steps([duct]))
        name = f"{duct.number} · {colour.name}" if colour else str(duct.number)
        result.append(Fact(facts.label(duct, "number"), name))
    if duct.bundle and Duct.objects.visible_to(viewer).filter(pk=duct.bundle_id).exists():
        link = ("duct", duct.bundle.public_id)
        result.append(Fact(facts.label(duct, "bundle"), duct.bundle.code, link=link))
    return result


def _diameters(duct: Duct) -> list[Fact]:
    """Outer and inner diameter of the type, where known."""
    known = [
        (_("outer diameter"), duct.type.outer_mm),
        (_("inner diameter"), duct.type.inner_mm),
    ]
    return [Fact(label, facts.millimetres(value)) for label, value in known if value]


def _inside(duct: Duct, today: Taken, viewer: Viewer) -> list[Contents]:
    ducts = Duct.objects.visible_to(viewer).in_use()
    tubes = ducts.filter(bundle=duct).select_related("type", "bundle__type")
    tubes = tubes.order_by("number", "code")
    colours = colour_steps(tubes)
    within = DuctSection.objects.visible_to(viewer).filter(parent__duct=duct, is_live=True)
    pulled = ducts.filter(pk__in=within.values("duct")).exclude(pk__in=tubes.values("pk"))
    cables = Cable.objects.visible_to(viewer).in_use().filter(sections__duct_section__duct=duct)
    lists = [
        Contents(
            _("Tubes made in it"),
            [
                Entry(tube.code, _detail(tube, colours, today), "duct", tube.public_id)
                for tube in tubes
            ],
        ),
        Contents(
            _("Ducts in it"),
            [
                Entry(one.code, str(one.type), "duct", one.public_id)
                for one in pulled.select_related("type").order_by("code")
            ],
        ),
        Contents(
            _("Cables in it"),
            [
                Entry(cable.code, str(cable.type), "cable", cable.public_id)
                for cable in cables.select_related("type").distinct().order_by("code")
            ],
        ),
    ]
    return [one for one in lists if one.entries]


def _detail(tube: Duct, colours: Mapping[tuple[int, int], ColourStep], today: Taken) -> str:
    """Type, colour and state of a tube made in the bundle."""
    colour = colour_of(tube, colours)
    words = [str(tube.type), colour.name if colour else "", today.state_of(tube)]
    return " · ".join(word for word in words if word)


def _way(today: Taken) -> Contents:
    entries = [
        Entry(
            section.segment.code,
            f"{facts.metres(section.segment.length_m)} · {today.in_words(section)}",
            "segment",
            section.segment.public_id,
        )
        for section in today.sections
    ]
    return Contents(_("Its way, segment by segment"), entries, _("Its way is not recorded."))
