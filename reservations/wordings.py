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

# --- requests
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
word("works_published_somewhere", "REQUIRED", _("Say where the works can be read about."), "place")
word("works_publication_stands", "NOT_ALLOWED", _("A publication stands as it was noted."))
word(
    "works_publication_of_works",
    "INVALID_DATE",
    _("Works are published where the law wants it, at the latest on the day of the note."),
    "publishedOn",
)
word("ground_law_known", "INVALID_CHOICE", _("Unknown law."), "basis")
word("ground_valid_not_empty", "INVALID_PERIOD", _("The period is empty."), "valid")
word("decision_outcome_known", "INVALID_CHOICE", _("Unknown outcome."), "outcome")
word("decision_signature_is_whole", "REQUIRED", _("A signature has a person and a time."))
word(
    "decision_signed_by_another",
    "SECOND_PERSON_NEEDED",
    _("Somebody else must sign what you have prepared."),
)
word("decision_stands", "NOT_ALLOWED", _("A signed decision stands."))
word(
    "consent_signed_independently",
    "NOT_INDEPENDENT",
    _("Who runs the network cannot sign the consent of the road authority."),
)
word("decision_ground_once", "NOT_UNIQUE", _("The decision already names this ground."), "grounds")
word(
    "decision_ground_has_evidence",
    "EVIDENCE_NEEDED",
    _("Say what shows that the ground is there."),
    "grounds",
)
word(
    "refusal_has_grounds",
    "GROUND_NEEDED",
    _("A refusal needs grounds from the closed list; what is granted has none."),
    "grounds",
)
word(
    "refusal_ground_in_force",
    "GROUND_NOT_IN_FORCE",
    _("This ground was on no list that was in force when the request came."),
    "grounds",
)
word(
    "refusal_shows_capacity",
    "EVIDENCE_NEEDED",
    _("“No space” needs the reserve or the investment plan that shows it."),
    "grounds",
)

# --- checklists
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

word("calendar_digest_whole", "INVALID_VALUE", _("This is no address of a calendar."))

# --- tariffs and offers
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
word(
    "refusal_reserve_on_the_way",
    "EVIDENCE_NEEDED",
    _("The reserve keeps nothing on the way and in the time that were asked for."),
    "grounds",
)

# --- after the grant
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
word("case_place_given", "NOT_ALLOWED", _("The place in the queue comes with the receipt."))
word(
    "case_reason_stands",
    "NOT_ALLOWED",
    _("Why a request was answered before others stays as it was said."),
    "outOfTurnReason",
)
word(
    "decision_signed_by_its_desk",
    "NOT_PERMITTED",
    _("A decision is signed by those who deal with its kind of request."),
)
word("decision_ground_stands", "NOT_ALLOWED", _("The grounds of a signed decision stand."))
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
word("reserve_of_its_class", "INVALID_CLAIM", _("A reserve keeps whole ducts of its class."))
word("as_built_one_report", "NOT_UNIQUE", _("A report was made already."))
word("as_built_confirmed_by_somebody", "REQUIRED", _("A confirmation has a person and a time."))
word("as_built_sent_back_with_reason", "REASON_NEEDED", _("Say what is wrong."), "reason")
word("as_built_once_granted", "WRONG_STATE", _("Only granted ducts are reported as built."))
word("as_built_laid_by_then", "INVALID_DATE", _("This day is still to come."), "laidOn")
word("as_built_stands", "NOT_ALLOWED", _("A report stands as it was made."))
word(
    "as_built_line_says_what",
    "REQUIRED",
    _("Say which cable lies in which duct, how thick and how long it is."),
    "laid",
)
word("as_built_line_stands", "NOT_ALLOWED", _("A report stands as it was made."))
word(
    "case_in_use_as_reported",
    "REPORT_NEEDED",
    _("The applicant has not reported what it laid."),
)
word("notice_has_reference", "REQUIRED", _("Give the reference."), "reference")
word("notice_stands", "NOT_ALLOWED", _("A notice to the regulator stands."))
word(
    "notice_of_an_agreement",
    "INVALID_DATE",
    _("The regulator was told between the agreement and today."),
    "toldOn",
)
word("deemed_consent_stands", "NOT_ALLOWED", _("A consent that is deemed given stands."))
word(
    "deemed_once_the_time_passed",
    "NOT_ALLOWED",
    _("The time for this consent has not passed."),
)
word(
    "decided_before_deemed_given",
    "DEEMED_GRANTED",
    _("This consent counts as given; nobody decides it any more."),
)

# --- letters
word("letter_kind_known", "INVALID_CHOICE", _("Unknown kind of letter."), "kind")
word("letter_once_for_its_cause", "NOT_UNIQUE", _("This letter went out already."))
word("letter_is_kept", "NOT_ALLOWED", _("A letter is kept as it went out."))
word("remedy_kind_known", "INVALID_CHOICE", _("Unknown kind of request."), "kind")
word("remedy_says_something", "REQUIRED", _("Say what may be done."), "text")
word("remedy_valid_not_empty", "INVALID_PERIOD", _("The period is empty."), "valid")
word(
    "remedy_one_at_a_time",
    "CONFLICT",
    _("Another legal remedy is in force for this kind of request in that time."),
    "valid",
)

# --- exempt objects, reserves of the city
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

# --- messages
word(
    "message_says_something",
    "REQUIRED",
    _("Write a message of at most 5,000 characters."),
    "text",
)
word("message_internal_by_desk", "NOT_ALLOWED", _("Only the desk writes internal notes."))
word("message_is_kept", "NOT_ALLOWED", _("A message stands as it was written."))
word("message_on_received_case", "WRONG_STATE", _("This request was never handed in."))
word(
    "message_from_applicant",
    "NOT_ALLOWED",
    _("Only the applicant and the desk write on a request."),
)
word("attachment_is_kept", "NOT_ALLOWED", _("An attachment stays as it was sent."))
word("attachments_are_few", "TOO_MANY", _("A message has at most 5 files."), "files")
word("download_is_kept", "NOT_ALLOWED", _("The log of downloads is not changed."))

# --- notices and mails
for _name in ("notice_about_one_thing", "mail_about_one_thing"):
    word(_name, "NOT_ALLOWED", _("A notification is about one thing."))
for _name in ("notice_once_of_step", "notice_once_of_message"):
    word(_name, "NOT_UNIQUE", _("This person was told already."))
for _name in ("mail_digest_once_a_day", "mail_escalation_once"):
    word(_name, "NOT_UNIQUE", _("This mail was written already."))
word("notice_read_afterwards", "INVALID_DATE", _("Nothing is read before it is written."))
word("mail_language_known", "INVALID_CHOICE", _("Unknown language."), "language")
word("mail_choices_known", "INVALID_CHOICE", _("Unknown kind or state of a mail."))
word("mail_sent_when", "REQUIRED", _("A mail that was sent has a time."))
