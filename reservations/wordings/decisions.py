"""Refused decisions: grounds, signatures, consents deemed given, letters and remedies."""

from django.utils.translation import gettext_lazy as _

from gis.refusals import word

word("ground_law_known", "INVALID_CHOICE", _("Unknown law."), "basis")
word("ground_valid_not_empty", "INVALID_PERIOD", _("The period is empty."), "valid")
word("decision_outcome_known", "INVALID_CHOICE", _("Unknown outcome."), "outcome")
word("decision_signature_is_whole", "REQUIRED", _("A signature has a person and a time."))
word(
    "decision_signed_by_another",
    "SECOND_PERSON_NEEDED",
    _("Somebody else must sign what you have prepared."),
)
word("ground_signer_known", "INVALID_CHOICE", _("Unknown desk."), "signed_by")
word(
    "refusal_ground_of_its_kind",
    "INVALID_CHOICE",
    _("This ground is not one for requests of this kind."),
    "grounds",
)
word("decision_adds_up", "NOT_ALLOWED", _("Net and VAT are the gross amount."))
word("decision_priced", "NOT_ALLOWED", _("A part costs at most what was offered for all."))
word(
    "decision_prepared_stands",
    "NOT_ALLOWED",
    _("A prepared decision is signed or prepared anew, not changed."),
)
word("decision_stands", "NOT_ALLOWED", _("A signed decision stands."))
word(
    "consent_signed_independently",
    "NOT_INDEPENDENT",
    _("Who runs the network cannot sign the consent of the road authority."),
)
word(
    "decision_in_own_matter",
    "OWN_MATTER",
    _("Nobody acts for the city in a matter of their own (§ 20 VwVfG)."),
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
word(
    "refusal_reserve_on_the_way",
    "EVIDENCE_NEEDED",
    _(
        "The reserve keeps nothing of what is refused: it lies elsewhere, is for another time or"
        " only held for some days."
    ),
    "grounds",
)
word(
    "decision_signed_by_its_desk",
    "NOT_PERMITTED",
    _("A decision is signed by those who deal with its kind of request."),
)
word("decision_ground_stands", "NOT_ALLOWED", _("The grounds of a signed decision stand."))
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
