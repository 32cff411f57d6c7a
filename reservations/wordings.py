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
