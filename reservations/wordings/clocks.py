"""Refused rules of legal clocks, deadlines, disputes and duties with a day."""

from django.utils.translation import gettext_lazy as _

from gis.refusals import word

word("clock_takes_time", "INVALID_DURATION", _("A period lasts at least one unit."), "amount")
word(
    "clock_extension_is_whole",
    "INVALID_DURATION",
    _("An extension has a duration and a unit, or there is none."),
    "extensionAmount",
)
word("clock_choices_known", "INVALID_CHOICE", _("The legal clock names something unknown."))
word("clock_kind_known", "INVALID_CHOICE", _("Unknown kind of request."), "kind")
word(
    "clock_restarts_if_complete",
    "INVALID_CHOICE",
    _("A clock that starts with the complete request, and only it, starts anew with it."),
    "incompleteness",
)
word("clock_valid_not_empty", "INVALID_PERIOD", _("The period is empty."), "valid")
word(
    "clock_one_rule_at_a_time",
    "CONFLICT",
    _("Another rule of this law is in force for this step in that time."),
    "valid",
)
word("deadline_once_a_step", "NOT_UNIQUE", _("The request already has this deadline."))
word("deadline_one_leads", "NOT_UNIQUE", _("Another deadline of the request leads."))
word("deadline_step_known", "INVALID_CHOICE", _("Unknown step."), "step")
word(
    "deadline_extended_with_notice",
    "REASON_NEEDED",
    _("A deadline is extended with a reason, once it runs."),
    "reason",
)
word(
    "dispute_of_a_request",
    "NO_DISPUTE",
    _("The dispute body is called about what was asked for and not agreed on."),
)
word("dispute_stands", "NOT_ALLOWED", _("A call of the dispute body stands as it was noted."))
word("dispute_ruling_is_whole", "REQUIRED", _("A decision has a day and says something."))
word("fulfilled_duty_stands", "NOT_ALLOWED", _("What was noted as done stands as it was noted."))
word("duty_fulfilled_once", "NOT_UNIQUE", _("This was noted already."))
word("duty_step_known", "INVALID_CHOICE", _("Unknown step."), "step")
word("duty_has_reference", "REQUIRED", _("Say by what one finds it."))
word(
    "duty_reference_fits",
    "INVALID_VALUE",
    _("A reference of the regulator has at most 100 characters."),
    "reference",
)
word(
    "publication_of_works",
    "INVALID_DATE",
    _("Works are published where the law wants it, at the latest on the day of the note."),
    "publishedOn",
)
word("deadline_extended_once", "NO_EXTENSION", _("A deadline is extended once."), "step")
word(
    "deadline_extended_in_time",
    "NO_EXTENSION",
    _("A deadline is extended before it is over."),
    "step",
)
word("deadline_by_its_rule", "NOT_ALLOWED", _("A deadline is as its rule has it."))
word(
    "deadline_moves_with_its_case",
    "NOT_ALLOWED",
    _("A deadline moves with a step of its request or an extension, not by hand."),
)
word("deadline_met_by_a_step", "NOT_ALLOWED", _("A deadline is met once, by what was done."))
word("deadline_is_kept", "NOT_ALLOWED", _("A deadline goes when its beginning is taken back."))
word(
    "notice_of_an_agreement",
    "INVALID_DATE",
    _("The regulator was told between the agreement and today."),
    "toldOn",
)
