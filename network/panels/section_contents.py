"""What lies in one segment, read for a viewer and shaped for the cross-section drawing.

A fixed number of statements, however much lies there.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.viewer import Viewer
from assets.models import CableSection, ColourStep, Duct, DuctSection, Segment
from assets.models.duct_type import DuctKind
from gis.panel_page import Drawing
from network.availability import SectionState, State, section_states
from network.drawings.cross_section import CableInside, Colour, Occupancy, Tube
from network.drawings.svg import Words, cross_section
from network.periods import Period

Innermost = Mapping[int, Sequence[DuctSection]]


@dataclass(frozen=True)
class SectionContents:
    """The live sections of a segment with their state today."""

    sections: Sequence[DuctSection]
    states: Mapping[int, SectionState]
    cables: Mapping[int, Sequence[CableInside]]
    colours: Mapping[tuple[int, int], ColourStep]

    @property
    def roots(self) -> list[DuctSection]:
        """What lies directly in the trench; also what lies in something the viewer may not see."""
        known = {section.pk for section in self.sections}
        return [section for section in self.sections if section.parent_id not in known]

    def children_of(self, section: DuctSection) -> list[DuctSection]:
        inside = [one for one in self.sections if one.parent_id == section.pk]
        return sorted(inside, key=lambda one: (one.position or one.duct.number or 0, one.pk))

    @cached_property
    def innermost(self) -> Innermost:
        """The tubes in each root, or it itself, in which no other lies."""
        return innermost({root.pk for root in self.roots}, self.sections)

    def state_of(self, section: DuctSection) -> State:
        return self.states[section.pk].state


def innermost(outer: Collection[int], sections: Iterable[DuctSection]) -> Innermost:
    """Those in which no other lies, by the key of the `outer` one that they lie in or are.

    A bundle without its tubes is none: it is known by its tubes only.
    """
    known = {one.pk: one for one in sections}
    holding = {one.parent_id for one in known.values()}
    found: dict[int, list[DuctSection]] = defaultdict(list)
    for one in known.values():
        if one.pk in holding or one.duct.type.kind == DuctKind.BUNDLE:
            continue
        around: int | None = one.pk
        while around is not None and around not in outer:
            around = known[around].parent_id if around in known else None
        if around is not None:
            found[around].append(one)
    return found


def contents_of(segment: Segment, viewer: Viewer) -> SectionContents:
    """Everything live in the segment that the viewer may see."""
    sections = list(
        DuctSection.objects.visible_to(viewer)
        .filter(segment=segment, is_live=True)
        .select_related("duct__type", "duct__bundle__type")
        .order_by("level", "position", "duct__code")
    )
    return SectionContents(
        sections=sections,
        states=section_states([section.pk for section in sections], Period.today().range),
        cables=_cables(segment, viewer),
        colours=colour_steps(section.duct for section in sections),
    )


def _cables(segment: Segment, viewer: Viewer) -> dict[int, list[CableInside]]:
    """Cables by the duct section in which they lie."""
    inside: dict[int, list[CableInside]] = defaultdict(list)
    rows = (
        CableSection.objects.visible_to(viewer)
        .filter(segment=segment, duct_section__isnull=False)
        .exclude(cable__life_cycle="removed")
        .values_list("duct_section_id", "cable__code", "cable__type__outer_mm")
    )
    for section_id, code, outer_mm in rows:
        inside[section_id].append(CableInside(code, outer_mm))
    return inside


def _scheme_of(duct: Duct) -> int | None:
    """The colour order a tube was made by: its bundle's, else its own type's."""
    if duct.bundle is not None and duct.bundle.type.colour_scheme_id:
        return duct.bundle.type.colour_scheme_id
    return duct.type.colour_scheme_id


def colour_steps(ducts: Iterable[Duct]) -> dict[tuple[int, int], ColourStep]:
    """Colours by order and number, one statement for all ducts."""
    schemes = {scheme for duct in ducts if (scheme := _scheme_of(duct)) and duct.number}
    steps = ColourStep.objects.filter(scheme__in=schemes)
    return {(step.scheme_id, step.number): step for step in steps}


def colour_of(duct: Duct, colours: Mapping[tuple[int, int], ColourStep]) -> Colour | None:
    """The real colour of a numbered tube; None where no order is known."""
    step = colours.get((_scheme_of(duct) or 0, duct.number or 0))
    return Colour(step.hex, str(step), step.marking) if step else None


def _tube(section: DuctSection, contents: SectionContents, number: str) -> Tube:
    duct = section.duct
    return Tube(
        id=str(duct.public_id),
        label=number,
        name=f"{duct.code} ({duct.type})",
        outer_mm=duct.type.outer_mm,
        inner_mm=duct.type.inner_mm,
        occupancy=Occupancy(contents.state_of(section).value),
        colour=colour_of(duct, contents.colours),
        cables=contents.cables.get(section.pk, ()),
        children=[
            _tube(child, contents, str(child.duct.number or child.position or ""))
            for child in contents.children_of(section)
        ],
    )


def drawing(
    contents: SectionContents, roots: Sequence[DuctSection], segment: Segment
) -> Drawing | None:
    """The cross-section of these sections; None where nothing lies there."""
    if not roots:
        return None
    # Several in a trench carry letters, so that their tubes' numbers stay apart from them.
    letters = [letter(index) for index in range(len(roots))] if len(roots) > 1 else [""]
    tubes = [_tube(root, contents, one) for root, one in zip(roots, letters, strict=True)]
    words = Words(
        title=_("Cross-section in route segment %(code)s") % {"code": segment.code},
        description="; ".join(_sentences(tubes)),
    )
    svg = cross_section(tubes, words, f"cs{segment.pk}")
    return Drawing(_("Cross-section"), svg, _legend())


def letter(index: int) -> str:
    """A to Z, then numbers; the same in the drawing and in the list below it."""
    return chr(ord("A") + index) if index < 26 else str(index + 1)


def tubes_inside(count: int) -> str:
    return ngettext("%(count)d tube inside", "%(count)d tubes inside", count) % {"count": count}


def free_of(free: int, total: int) -> str:
    words = ngettext("%(free)d of %(total)d tube", "%(free)d of %(total)d tubes", total)
    return words % {"free": free, "total": total}


def _sentences(tubes: Sequence[Tube]) -> list[str]:
    """The drawing in words: "A RV-1 (24×7×1.5): 24 tubes inside"."""
    return [
        f"{tube.label} {tube.name}".strip() + f": {tubes_inside(len(tube.children))}"
        for tube in tubes
    ]


def _legend() -> list[tuple[str, str]]:
    return [
        ("free", pgettext("occupancy", "free")),
        ("reserved", pgettext("occupancy", "reserved")),
        ("occupied", _("occupied, with the cable's diameter")),
        ("blocked", _("damaged or blocked")),
        ("assumed", _("dashed: diameter assumed")),
    ]
