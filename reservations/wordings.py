"""What to say when a constraint of the reservations refuses a row."""

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

# --- legal clocks
word("clock_takes_time", "INVALID_DURATION", _("A period lasts at least one unit."), "amount")
word(
    "clock_extension_is_whole",
    "INVALID_DURATION",
    _("An extension has a duration and a unit, or there is none."),
    "extensionAmount",
)
word("clock_choices_known", "INVALID_CHOICE", _("The legal clock names something unknown."))
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
