"""Refused changes of what was granted: longer, given back, reported as built."""

from django.utils.translation import gettext_lazy as _

from gis.refusals import word

word(
    "case_period_is_extended",
    "NOT_ALLOWED",
    _("The period of a request that was submitted is changed by an extension only."),
    "period",
)
word(
    "case_agrees_with_its_period",
    "INVALID_CLAIM",
    _("What is granted, held and shown is not the same time."),
)
word("extension_answer_known", "INVALID_CHOICE", _("Unknown answer."), "answer")
word(
    "extension_is_longer", "INVALID_PERIOD", _("The last day must be later than it is now."), "last"
)
word("extension_adds_up", "NOT_ALLOWED", _("Net and VAT are the gross amount."))
word("extension_answer_is_whole", "REQUIRED", _("An answer has a person and a time."))
word("extension_refused_with_reason", "REASON_NEEDED", _("Say why not."), "reason")
word("extension_one_open", "NOT_UNIQUE", _("An extension was asked for already."))
word("extension_of_what_is_granted", "WRONG_STATE", _("Only what is granted is extended."))
word("extension_stands", "NOT_ALLOWED", _("An extension stands as it was answered."))
word(
    "granted_units_stand",
    "NOT_ALLOWED",
    _("What was granted is given back or cut, not changed."),
)
word(
    "grant_shows_what_is_held",
    "INVALID_CLAIM",
    _("What is granted is shown to the applicant, and nothing else."),
)
word("as_built_one_report", "NOT_UNIQUE", _("A report waits for its answer already."))
word("as_built_confirmed_by_somebody", "REQUIRED", _("A confirmation has a person and a time."))
word("as_built_sent_back_with_reason", "REASON_NEEDED", _("Say what is wrong."), "reason")
word("as_built_once_granted", "WRONG_STATE", _("Only granted ducts are reported as built."))
word("as_built_laid_by_then", "INVALID_DATE", _("This day is still to come."), "laidOn")
word(
    "as_built_laid_once_granted",
    "INVALID_DATE",
    _("On this day nothing was granted yet."),
    "laidOn",
)
word("as_built_stands", "NOT_ALLOWED", _("A report stands as it was made."))
word(
    "as_built_line_says_what",
    "REQUIRED",
    _("Say which cable lies in which duct, how thick and how long it is."),
    "laid",
)
word("as_built_line_stands", "NOT_ALLOWED", _("A report stands as it was made."))
word(
    "case_agrees_with_its_use",
    "INVALID_CLAIM",
    _("A request and what it holds are in use together."),
)
word(
    "case_in_use_as_reported",
    "REPORT_NEEDED",
    _("The applicant has not reported what it laid."),
)
