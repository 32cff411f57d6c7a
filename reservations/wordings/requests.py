"""Refused requests: what they say, their steps, their checklist."""

from django.utils.translation import gettext_lazy as _

from gis.refusals import word

word("case_time_frame_ahead", "PERIOD_OVER", _("The time frame is over."), "period")
word(
    "case_period_in_bounds",
    "INVALID_PERIOD",
    _("The period lies outside the years 1900 to 2200, or is longer than 60 years."),
    "period",
)
word("case_state_known", "INVALID_CHOICE", _("The request names something unknown."))
word("case_kind_known", "INVALID_CHOICE", _("Unknown kind of request."), "kind")
word(
    "kind_reports_what_it_holds",
    "INVALID_CHOICE",
    _("Only a kind of request that holds something is reported as built."),
)
word("case_period_not_empty", "INVALID_PERIOD", _("The period is empty."), "period")
word(
    "case_says_who_and_what",
    "REQUIRED",
    _("Say what the request is about and who can be asked about it."),
)
word("case_receipt_is_whole", "NOT_ALLOWED", _("A receipt has a number, a time and a law."))
word(
    "case_receipt_once_submitted",
    "NOT_ALLOWED",
    _("A request has a receipt once it is submitted, not before."),
)
word("case_receipt_fixed", "NOT_ALLOWED", _("What was received stays as it was received."))
word(
    "case_complete_unless_asked_back",
    "NOT_ALLOWED",
    _("A request is complete unless something was asked for."),
)
word("case_begins_as_draft", "WRONG_STATE", _("A request begins as a draft."))
word("case_transition_known", "WRONG_STATE", _("A request cannot go from this state to that."))
word("case_answered_once", "NOT_ALLOWED", _("The first answer stays the first."))
word(
    "case_answered_in_turn",
    "OUT_OF_TURN",
    _(
        "Complete requests that came earlier wait for an answer. Answer them first, or say why "
        "this one goes before."
    ),
    "outOfTurnReason",
)
word("case_expires_after_its_day", "NOT_ALLOWED", _("A request expires once its time is over."))
word("case_log_is_recorded", "DERIVED", _("Steps of requests are recorded, not written."))
word("case_is_kept", "NOT_ALLOWED", _("A request that was submitted is not deleted."))
word(
    "case_agrees_with_its_claims",
    "INVALID_CLAIM",
    _("What a request says does not agree with what it holds."),
)
word(
    "case_agrees_with_its_decision",
    "NOT_ALLOWED",
    _("A request is granted or refused by a signed decision."),
)
word("case_place_given", "NOT_ALLOWED", _("The place in the queue comes with the receipt."))
word(
    "case_reason_stands",
    "NOT_ALLOWED",
    _("Why a request was answered before others stays as it was said."),
    "outOfTurnReason",
)
word("checklist_kind_known", "INVALID_CHOICE", _("Unknown kind of request."), "kind")
word("checklist_valid_not_empty", "INVALID_PERIOD", _("The period is empty."), "valid")
word("checked_item_once", "NOT_UNIQUE", _("The item was checked already."))
word("checked_answer_known", "INVALID_CHOICE", _("Say whether it is there or missing."))
word(
    "checked_item_on_the_list",
    "INVALID_CHOICE",
    _("This is on no list that was in force when the request came."),
)
word("checked_item_needed", "REQUIRED", _("This is needed in every request of its kind."))
word(
    "case_complete_by_checklist",
    "PARTS_MISSING",
    _("Parts of the request were found missing. Ask for them, or note that they are there."),
    "answers",
)
