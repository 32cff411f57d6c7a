"""Sentences for the constraints of this room."""

from django.utils.translation import gettext_lazy as _

from gis.refusals import word
from quality.rules import CONCEPTS

for _concept in CONCEPTS:
    word(
        f"finding_once_{_concept}",
        "NOT_UNIQUE",
        _("There is a finding of this rule at this object already."),
        "rule",
    )
    word(f"finding_{_concept}", "REFERENCE", _("The object of the finding is missing."), _concept)
word("finding_about_one_object", "NOT_ALLOWED", _("A finding is about exactly one object."))
word("finding_state_known", "NOT_ALLOWED", _("This state of a finding is unknown."), "state")
word(
    "finding_accepted_with_reason",
    "REASON_NEEDED",
    _("Say why the finding may stand: others will read it."),
    "acceptance",
)
word("finding_solved_when", "NOT_ALLOWED", _("A solved finding says when."), "solved_at")
word("check_run_one_at_a_time", "CONFLICT", _("A check of everything is under way already."))
