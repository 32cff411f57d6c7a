"""The tubes in a duct, section by section: where some are taken, one state of it tells nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.viewer import Viewer
from assets.models import Duct, DuctSection
from network.availability import SectionState, State, section_states
from network.drawings.cross_section import Occupancy
from network.drawings.svg import state_word
from network.panels.section_contents import Innermost, innermost
from network.periods import Period

WORST_FIRST = (State.BLOCKED, State.OCCUPIED, State.RESERVED, State.FREE)

_DESCENDANTS = "SELECT network_descendants(%s::bigint[])"


@dataclass(frozen=True)
class Taken:
    """How a duct is taken today: its sections, and the innermost tubes in each by its key."""

    sections: Sequence[DuctSection]
    tubes: Innermost
    states: Mapping[int, SectionState]

    def in_words(self, section: DuctSection) -> str:
        """How many tubes of a section are free; its state where it holds none."""
        inside = self.tubes.get(section.pk)
        if not inside:
            return state_word(Occupancy(self.states[section.pk].state.value))
        return free_tubes(sum(map(self._is_free, inside)), len(inside))

    def state_of(self, duct: Duct) -> str:
        """The worst state of a tube in here."""
        found = {
            self.states[one.pk].state
            for inside in self.tubes.values()
            for one in inside
            if one.duct_id == duct.pk
        }
        return state_word(Occupancy(worst(found).value)) if found else ""

    def on_the_whole_way(self) -> tuple[int, int, int]:
        """Tubes that are free in each section, all tubes, and how many of the free ones are cut.

        A cut tube is two ducts with the number and colour that it always had.
        """
        pieces: dict[Hashable, list[DuctSection]] = defaultdict(list)
        for inside in self.tubes.values():
            for one in inside:
                pieces[_made_as(one.duct)].append(one)
        free = [
            sections
            for sections in pieces.values()
            if len(sections) == len(self.sections) and all(map(self._is_free, sections))
        ]
        cut = sum(len({one.duct_id for one in sections}) > 1 for sections in free)
        return len(free), len(pieces), cut

    def _is_free(self, section: DuctSection) -> bool:
        return self.states[section.pk].state == State.FREE


def worst(states: Iterable[State]) -> State:
    found = set(states)
    return next(state for state in WORST_FIRST if state in found)


def free_tubes(free: int, total: int) -> str:
    words = ngettext("%(free)d of %(total)d tube free", "%(free)d of %(total)d tubes free", total)
    return words % {"free": free, "total": total}


def whole_way_note(cut: int) -> str:
    if not cut:
        return _("on the whole way")
    words = ngettext(
        "on the whole way, %(count)d of them cut", "on the whole way, %(count)d of them cut", cut
    )
    return words % {"count": cut}


def taken(duct: Duct, viewer: Viewer) -> Taken:
    """The sections of the duct and what lies in them, as far as the viewer sees them."""
    seen = DuctSection.objects.visible_to(viewer)
    own = list(seen.filter(duct=duct).select_related("segment", "duct").order_by("rank"))
    keys = [section.pk for section in own]
    within = seen.filter(pk__in=RawSQL(_DESCENDANTS, [keys]), is_live=True).exclude(duct=duct)
    inside = list(within.select_related("duct__type"))
    states = section_states([*keys, *(one.pk for one in inside)], Period.today().range)
    return Taken(own, innermost(set(keys), inside), states)


def _made_as(duct: Duct) -> Hashable:
    made_in_a_bundle = duct.bundle_id is not None and duct.number is not None
    return (duct.bundle_id, duct.number) if made_in_a_bundle else duct.pk
