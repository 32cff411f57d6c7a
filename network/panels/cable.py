"""The panel of a cable: fibres and how many are free, and its way."""

from collections import Counter
from uuid import UUID

from django.contrib.gis.db.models import Extent
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.viewer import Viewer, viewer_of
from assets.models import Cable, CableSection, DuctSection, Segment
from assets.panels import facts
from gis import panels
from gis.panel_page import Contents, Entry, Fact, PanelPage, degrees, respond
from network.availability import State, strand_states
from network.periods import Period


def cable_panel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    viewer = viewer_of(request.user)
    cables = facts.with_parties(Cable.objects.visible_to(viewer)).select_related(
        "type", "start_site", "end_site"
    )
    cable = facts.one_or_404(cables, public_id)
    sections = _sections(cable, viewer)
    segments = Segment.objects.filter(pk__in=[section.segment_id for section in sections])
    page = PanelPage(
        kind=_("Fibre cable"),
        title=cable.code,
        name=cable.name,
        state=cable.get_life_cycle_display(),
        tone=facts.TONES[cable.life_cycle],
        facts=_facts(cable, sections, viewer),
        sources=facts.source_facts(cable),
        contents=[_way(sections, viewer), *panels.parts("cable", cable, viewer)],
        bounds=degrees(segments.aggregate(box=Extent("geom"))["box"]),
        marked=[section.segment.public_id for section in sections],
    )
    return respond(request, page)


def _sections(cable: Cable, viewer: Viewer) -> list[CableSection]:
    """The cable's way as far as the viewer may see the segments."""
    return list(
        CableSection.objects.visible_to(viewer)
        .filter(cable=cable, segment__in=Segment.objects.visible_to(viewer))
        .select_related("segment", "duct_section__duct")
        .order_by("rank")
    )


def _facts(cable: Cable, sections: list[CableSection], viewer: Viewer) -> list[Fact]:
    return [
        _free(cable),
        Fact(facts.label(cable, "type"), str(cable.type)),
        Fact(facts.label(cable.type, "fibre_type"), cable.type.get_fibre_type_display()),
        *_diameter(cable),
        *facts.site_fact(_("from"), cable.start_site, viewer),
        *facts.site_fact(_("to"), cable.end_site, viewer),
        *_lengths(cable, sections),
        *facts.fact(cable, "route_quality"),
        *facts.general_facts(cable, viewer),
    ]


def _free(cable: Cable) -> Fact:
    strands = cable.strands.values_list("pk", flat=True)
    states = Counter(strand_states(strands, Period.today().range).values())
    return Fact(
        pgettext("capacity", "free today"),
        _("%(free)d of %(total)d fibres")
        % {"free": states[State.FREE], "total": cable.fibre_count},
    )


def _diameter(cable: Cable) -> list[Fact]:
    outer = cable.type.outer_mm
    return [Fact(_("outer diameter"), facts.millimetres(outer))] if outer else []


def _lengths(cable: Cable, sections: list[CableSection]) -> list[Fact]:
    """Computed along the way with what lies in slack loops; stated beside it."""
    result = []
    if sections:
        slack = sum(section.slack_m for section in sections)
        length = sum(section.segment.length_m for section in sections) + slack
        note = _("with %(slack)s of slack") % {"slack": facts.metres(slack)} if slack else ""
        result.append(Fact(_("length"), facts.metres(length), note or facts.GEODESIC))
    if cable.stated_length_m is not None:
        result.append(Fact(_("stated length"), facts.metres(cable.stated_length_m)))
    return result


def _way(sections: list[CableSection], viewer: Viewer) -> Contents:
    within = [section.duct_section_id for section in sections]
    seen = set(
        DuctSection.objects.visible_to(viewer).filter(pk__in=within).values_list("pk", flat=True)
    )
    entries = [
        Entry(
            section.segment.code,
            _laid(section, named=section.duct_section_id in seen),
            "segment",
            section.segment.public_id,
        )
        for section in sections
    ]
    return Contents(_("Its way, segment by segment"), entries, _("Its way is not recorded."))


def _laid(section: CableSection, *, named: bool) -> str:
    """`named`: whether the viewer sees the duct in which it lies there."""
    inside = section.duct_section
    how = (
        _("in duct %(code)s") % {"code": inside.duct.code}
        if inside and named
        else section.get_laying_display()
    )
    return f"{facts.metres(section.segment.length_m)} · {how}"
