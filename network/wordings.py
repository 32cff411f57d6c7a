"""What to say when a constraint of the ledger or of the joints refuses a row."""

from django.utils.translation import gettext_lazy as _

from gis.refusals import word

# --- ledger
word(
    "section_not_booked_twice",
    "CONFLICT",
    _("A duct on the way is already taken for that period."),
)
word("strand_not_booked_twice", "CONFLICT", _("A strand is already taken for that period."))
word(
    "claimed_room_within_limit",
    "CONFLICT",
    _("There is not enough room left in a duct on the way."),
)
word("claim_on_sound_unit", "UNIT_DAMAGED", _("A unit is damaged in that period."))
word(
    "claim_within_validity",
    "NOT_AVAILABLE",
    _("A unit does not exist or is out of service in that period."),
    "period",
)
word(
    "claimed_segment_stands",
    "CONFLICT",
    _("What lies in the segment is reserved; so long the segment stays in use and valid."),
)
word(
    "held_unit_on_its_duct",
    "STALE_ROUTE",
    _("A duct does not lead between those sites any more. Ask for a route again."),
)
word(
    "held_unit_has_extent",
    "INVALID_UNIT",
    _("A stretch must begin and end at different sites."),
)
word("held_unit_names_one_unit", "INVALID_UNIT", _("Name either a stretch of a duct or a strand."))
word(
    "held_unit_cable_positive",
    "INVALID_DIAMETER",
    _("A cable's diameter must be greater than zero."),
    "cableOuterMm",
)
word("claim_line_is_derived", "DERIVED", _("The ledger's lines are derived, not written."))
word("claim_line_on_one_unit", "INVALID_LINE", _("A ledger line concerns one unit."))
word("claim_line_period_not_empty", "INVALID_PERIOD", _("The period is empty."), "period")
word("claim_line_key_of_its_kind", "INVALID_LINE", _("A ledger line carries a wrong key."))
word("claim_line_room_not_negative", "INVALID_LINE", _("Room cannot be negative."))
word("claim_line_section", "REFERENCE", _("The duct section does not exist."))
word("claim_line_holder", "REFERENCE", _("The holder does not exist."))
word(
    "holder_is_what_its_kind_says",
    "INVALID_HOLDER",
    _("A holder is exactly one of reservation, cable, duct and damage."),
)
word("holder_effect_known", "INVALID_CHOICE", _("Unknown effect."), "effect")
word("holder_only_claims_expire", "INVALID_HOLDER", _("Only reservations expire."))
word("holder_claims_have_a_period", "INVALID_HOLDER", _("A reservation has a period."), "period")
word("claim_names_a_unit", "INVALID_UNIT", _("A reservation must name what it takes."))
word("held_unit_of_a_claim", "INVALID_UNIT", _("Only reservations name units."))
word(
    "holder_follows_its_object",
    "DERIVED",
    _("The holder of a cable, duct or damage is kept by the database."),
)
word(
    "ledger_reads_committed",
    "WRONG_ISOLATION",
    _("The ledger can only be written at the isolation level READ COMMITTED."),
)
word(
    "pending_work_is_done",
    "DERIVED",
    _("What is still to be checked or derived cannot be forgotten."),
)
word(
    "emptied_only_together",
    "NOT_ALLOWED",
    _("The network, its ledger and its history can only be emptied together."),
)

# --- damage, fill
word("damage_on_one_unit", "INVALID_UNIT", _("A damage is on a duct section or on a strand."))
word("damage_period_not_empty", "INVALID_PERIOD", _("The period is empty."), "period")
word(
    "fill_ratio_is_a_share",
    "INVALID_RATIO",
    _("The highest fill is a share between 0 and 1."),
    "maxRatio",
)
word(
    "fill_policy_one_at_a_time",
    "CONFLICT",
    _("Another fill policy is in force for this kind of duct in that time."),
    "valid",
)

# --- joints
word(
    "duct_end_joined_once",
    "ALREADY_JOINED",
    _("This duct end is already joined to another duct."),
)
word(
    "joint_end_at_its_site",
    "NOT_AT_SITE",
    _("The duct does not end at the site of the joint."),
    "site",
)
word("joint_side_once", "INVALID_JOINT", _("A joint has two sides, each used once."))
word("joint_has_two_sides", "INVALID_JOINT", _("A joint has two sides, each used once."))
word("joint_end_known", "INVALID_CHOICE", _("A duct has a start and an end."), "end")
