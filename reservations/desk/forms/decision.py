"""Preparing a decision: outcome, refused units, grounds with their evidence, words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.models import HeldUnit
from reservations.desk.forms.fields import letter_field, out_of_turn_field
from reservations.forms.dialogue import Dialogue, dress
from reservations.models import Claim, DecisionOutcome, RefusalGround
from reservations.services.decision import LONGEST_EVIDENCE, LONGEST_REASONS, Shown


@dataclass(frozen=True)
class GroundRow:
    """A ground of the closed list with its fields."""

    ground: RefusalGround
    chosen: forms.BoundField
    evidence: forms.BoundField
    reserve: forms.BoundField | None
    plan: forms.BoundField | None


DECIDE, DRAFT = "decide", "draft"


class DecisionForm(Dialogue):
    """`draft` writes the reasons from what is chosen, `decide` prepares or signs it."""

    action = forms.ChoiceField(choices=[(one, one) for one in (DECIDE, DRAFT)])
    outcome = forms.ChoiceField(label=_("Outcome"))
    reasons = letter_field(
        _("Reasons, as the letter says them"),
        _("Goes to the applicant as it stands here, once it is signed."),
        LONGEST_REASONS,
        required=False,
    )
    out_of_turn_reason = out_of_turn_field()
    refused_units = forms.MultipleChoiceField(label=_("Not granted"), required=False)
    grounds = forms.MultipleChoiceField(label=_("Grounds"), required=False)

    def __init__(
        self,
        *args: Any,
        outcomes: Sequence[DecisionOutcome],
        units: Sequence[HeldUnit],
        grounds: Sequence[RefusalGround],
        reserves: Sequence[Claim],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        self.known = {str(ground.pk): ground for ground in grounds}
        self.reserves = {str(claim.pk): claim for claim in reserves}
        self.fields["outcome"].choices = [(one.value, one.label) for one in outcomes]
        self.fields["refused_units"].choices = [(pk, str(one)) for pk, one in self.units.items()]
        self.fields["grounds"].choices = [(pk, str(one)) for pk, one in self.known.items()]
        for pk, ground in self.known.items():
            self._add_evidence(pk, ground)

    def _add_evidence(self, pk: str, ground: RefusalGround) -> None:
        self._add(
            f"evidence_{pk}",
            forms.CharField(
                label=_("What shows it"),
                max_length=LONGEST_EVIDENCE,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            ),
        )
        if not ground.shows_capacity:
            return
        choices = [("", "–"), *((pk, _reserve(claim)) for pk, claim in self.reserves.items())]
        reserve = forms.ChoiceField(label=_("Reserve"), choices=choices, required=False)
        plan = forms.CharField(label=_("or investment plan"), max_length=300, required=False)
        self._add(f"reserve_{pk}", reserve)
        self._add(f"plan_{pk}", plan)

    def _add(self, name: str, field: forms.Field) -> None:
        dress(field)
        self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """What the chosen outcome hides counts for nothing: it was ticked for another one."""
        given = super().clean() or {}
        if given.get("outcome") == DecisionOutcome.GRANTED:
            given["grounds"] = []
        if given.get("outcome") in (DecisionOutcome.GRANTED, DecisionOutcome.REFUSED):
            given["refused_units"] = []
        for pk in given.get("grounds", ()) if given.get("action") == DECIDE else ():
            self._need_what_shows(pk, given)
        return given

    def _need_what_shows(self, pk: str, given: dict[str, Any]) -> None:
        """Evidence and, for "no space", reserve or plan: all that is missing is said at once."""
        if not given.get(f"evidence_{pk}"):
            self.add_error(f"evidence_{pk}", _("Say what shows that the ground is there."))
        either = (f"reserve_{pk}", f"plan_{pk}")
        told = any(given.get(name) or name in self.errors for name in either)
        if self.known[pk].shows_capacity and not told:
            message = _("“No space” needs the reserve or the investment plan that shows it.")
            self.add_error(f"reserve_{pk}", message)

    @property
    def shown(self) -> list[Shown]:
        """The chosen grounds with what shows them."""
        given = self.cleaned_data
        return [
            Shown(
                ground=self.known[pk],
                evidence=given[f"evidence_{pk}"],
                reserve=self.reserves.get(given.get(f"reserve_{pk}", "")),
                investment_plan=given.get(f"plan_{pk}", ""),
            )
            for pk in given["grounds"]
        ]

    @property
    def refused(self) -> list[HeldUnit]:
        return [self.units[pk] for pk in self.cleaned_data["refused_units"]]

    @property
    def ground_rows(self) -> Iterator[GroundRow]:
        """For the template."""
        for pk, ground in self.known.items():
            chosen = self[f"evidence_{pk}"]
            optional = {
                name: self[f"{name}_{pk}"] if f"{name}_{pk}" in self.fields else None
                for name in ("reserve", "plan")
            }
            yield GroundRow(ground, self["grounds"], chosen, **optional)

    @property
    def chosen(self) -> dict[str, list[str]]:
        """What is ticked, for the template."""
        return {
            name: [str(one) for one in self[name].value() or []]
            for name in ("grounds", "refused_units")
        }


def _reserve(claim: Claim) -> str:
    words = (str(claim), str(claim.organisation), claim.purpose)
    return " · ".join(word for word in words if word)
