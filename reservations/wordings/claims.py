"""Refused reservations: claims, exempt objects and what the city keeps."""

from django.utils.translation import gettext_lazy as _

from gis.refusals import word

word(
    "claim_request_once",
    "IDEMPOTENCY_CONFLICT",
    _("This idempotency key was used for another request."),
    "idempotencyKey",
)
word(
    "claim_idempotency_key_given",
    "INVALID_IDEMPOTENCY_KEY",
    _("Give an idempotency key."),
    "idempotencyKey",
)
word("claim_state_known", "INVALID_CHOICE", _("Unknown state of a reservation."), "state")
word("claim_period_not_empty", "INVALID_PERIOD", _("The period is empty."), "period")
word(
    "claim_agrees_with_its_holder",
    "INVALID_CLAIM",
    _("What a reservation says does not agree with what it holds."),
)
word(
    "claim_goes_with_its_holder",
    "INVALID_CLAIM",
    _("A reservation cannot be deleted while it holds something."),
)
word(
    "reserve_for_the_city",
    "INVALID_CHOICE",
    _("What the share keeps is kept for a department of the city."),
    "organisation",
)
word("reserve_of_its_class", "INVALID_CLAIM", _("A reserve keeps whole ducts of its class."))
word("exemption_once", "NOT_UNIQUE", _("This object is exempt already."), "code")
word("exemption_choices_known", "INVALID_CHOICE", _("Unknown concept or reason."), "reason")
word(
    "exemption_has_reason",
    "REASON_NEEDED",
    _("Explain why it is exempt, and by which rule."),
    "explanation",
)
word("exemption_of_an_object", "NOT_FOUND", _("There is no object with this code."), "code")
word(
    "exemption_names_one_object",
    "NOT_ALLOWED",
    _("An exemption stays with its object. Add another one."),
    "code",
)
word(
    "exempt_stays_protected",
    "NOT_ALLOWED",
    _("This object is exempt: it stays protected and keeps its code."),
    "publication",
)
word("share_class_known", "INVALID_CHOICE", _("Unknown class of ducts."), "ductClass")
word("share_is_a_part", "INVALID_VALUE", _("A share is more than 0 and at most 100 %."), "percent")
word("share_is_justified", "REASON_NEEDED", _("Say why the city keeps it."), "justification")
word("share_valid_not_empty", "INVALID_PERIOD", _("The period is empty."), "valid")
word(
    "share_one_at_a_time",
    "CONFLICT",
    _("Another share is in force for this class in that time."),
    "valid",
)
word(
    "opened_section_is_derived",
    "DERIVED",
    _("What a grant opens of a duct is derived, not written."),
)
