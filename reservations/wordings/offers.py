"""Refused tariffs and offers."""

from django.utils.translation import gettext_lazy as _

from gis.refusals import word

word("tariff_unit_known", "INVALID_CHOICE", _("Unknown kind of unit."), "unitKind")
word("tariff_not_negative", "INVALID_VALUE", _("A price, term or tax is outside its limits."))
word(
    "tariff_currency_code", "INVALID_VALUE", _("A currency is a code of three letters."), "currency"
)
word("tariff_valid_not_empty", "INVALID_PERIOD", _("The period is empty."), "valid")
word(
    "tariff_one_at_a_time",
    "CONFLICT",
    _("Another tariff is in force for this kind of unit in that time."),
    "valid",
)
word("offer_one_open", "NOT_UNIQUE", _("The request already has an offer."))
word(
    "offer_accepted_by_name", "REQUIRED", _("An offer is accepted by somebody with a name."), "name"
)
word("offer_adds_up", "NOT_ALLOWED", _("Net and VAT are the gross amount."))
word(
    "offer_stands_when_made",
    "INVALID_PERIOD",
    _("An offer stands at least on the day on which it is made."),
    "validUntil",
)
word("offer_line_once", "NOT_UNIQUE", _("The offer already has this line."))
word("offer_stands", "NOT_ALLOWED", _("An offer stands as it was made."))
word("offer_line_stands", "NOT_ALLOWED", _("A line of an offer stands as it was made."))
word("offer_accepted_in_time", "OFFER_EXPIRED", _("The offer has run out. Ask for a new one."))
word("offer_is_the_sum_of_its_lines", "NOT_ALLOWED", _("The lines of an offer are its sum."))
word(
    "case_agrees_with_its_offer",
    "OFFER_NEEDED",
    _("Access is granted on an accepted offer."),
)
