"""What tests read back: the sites along a duct or cable, and what a segment holds."""

from typing import Any

from assets.models import Cable, Duct, Segment


def path_of(thing: Duct | Cable) -> list[str]:
    """The codes of the sites along a duct or cable, in its own order; joined without a gap."""
    ends = ("segment__start_site", "segment__end_site")
    steps = []
    for section in thing.sections.select_related(*ends).order_by("rank"):
        codes = (section.segment.start_site.code, section.segment.end_site.code)
        steps.append(codes[::-1] if section.reversed else codes)
    assert all(one[1] == other[0] for one, other in zip(steps, steps[1:], strict=False))
    return [step[0] for step in steps] + [steps[-1][1]]


def contents_of(segment: Segment) -> set[tuple[Any, ...]]:
    """What lies in a segment and in what, by codes."""
    ducts = segment.duct_sections.values_list(
        "duct__code", "parent__duct__code", "level", "position", "reversed"
    )
    cables = segment.cable_sections.values_list(
        "cable__code", "duct_section__duct__code", "laying", "reversed"
    )
    return set(ducts) | set(cables)
