"""What the desk asks and says when a duty with a clock is fulfilled."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis.refusals import Text
from reservations.forms.dialogue import Dialogue, day_field, name_of
from reservations.models import LegalStep
from reservations.services.fulfilled_duty import REGULATOR, WORKS, Duty


@dataclass(frozen=True)
class Page:
    """The words of the page of a duty: what it asks, and what is said once it is noted."""

    duty: Duty
    heading: Text
    about: Text
    day: Text
    text: Text
    help: Text
    noted: Text

    def form(self) -> type[Dialogue]:
        """A day, today at first, and a reference, called as the contract calls them."""
        text = forms.CharField(label=self.text, help_text=self.help, max_length=self.duty.longest)
        fields = {
            name_of(self.duty.day): day_field(self.day, initial=timezone.localdate),
            name_of(self.duty.text): text,
        }
        return type("DutyForm", (Dialogue,), fields)


PAGES = {
    LegalStep.NOTIFICATION: Page(
        REGULATOR,
        heading=_("Tell the regulator"),
        about=_(
            "Agreements on access are told to the regulator in time. Note here when that was done "
            "and under which reference; it stands as it is noted."
        ),
        day=_("Told on"),
        text=_("Reference"),
        help=_("Under which the regulator knows it."),
        noted=_("It is noted that the regulator knows."),
    ),
    LegalStep.PUBLICATION: Page(
        WORKS,
        heading=_("Publish planned works"),
        about=_(
            "Planned works are published before the first permit is applied for (Art. 6 GIA). "
            "Note here when that was done and where it can be read; it stands as it is noted."
        ),
        day=_("Published on"),
        text=_("Where it can be read"),
        help=_("An address in the net or a number of the official journal."),
        noted=_("It is noted that the works are published."),
    ),
}
