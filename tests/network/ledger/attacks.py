"""One raw SQL attack for every named rule of the tables of network and reservations.

`{tube}`, `{claim}` and so on stand for the ids of the rows that `rows` makes: A--B--C with a bundle
of two tubes, a cable in the first, a claim on the second, a joint, a damage.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.utils import timezone
from psycopg2.extras import DateRange

from accounts.models import Organisation
from network.models import Damage, DuctJoint, DuctJointEnd, Holder
from network.services.settle import settle
from reservations.models import Claim
from tests.builders import (
    make_bundle,
    make_cable,
    make_duct,
    make_line_network,
    make_organisation,
    make_user,
)
from tests.network.ledger.claims import YEAR, claim, claim_strand


def rows() -> dict[str, int]:
    network = make_line_network("A-B-C")
    bundle = make_bundle(network, "A-B-C", tubes=2)
    first, second = bundle.tubes.order_by("number")
    cable = make_cable(network, "A-B-C", inside=first)
    north, south = make_organisation("nord", "carrier"), make_organisation("sued", "carrier")
    held = claim(north, second, network["A"], network["C"])
    strand = cable.strands.get(number=1)
    claim_strand(north, strand)
    other = make_duct(network, "A-B", code="KSR")
    joint = DuctJoint.objects.create(site=network["C"])
    DuctJointEnd.objects.create(joint=joint, side=1, duct=first, end="end")
    damage = Damage.objects.create(section=other.sections.get(), period=YEAR, description="Bagger")
    settle()
    return {
        "a": network["A"].pk,
        "c": network["C"].pk,
        "bundle": bundle.pk,
        "tube": second.pk,
        "cable": cable.pk,
        "strand": strand.pk,
        "other": other.pk,
        "joint": joint.pk,
        "damage": damage.pk,
        "holder": held.pk,
        "claim": _reservation(held, north).pk,
        "north": north.pk,
        "south": south.pk,
    }


def _reservation(holder: Holder, organisation: Organisation) -> Claim:
    return Claim.objects.create(
        holder=holder,
        organisation=organisation,
        state="confirmed",
        period=DateRange(dt.date(2027, 1, 1), dt.date(2028, 1, 1)),
        idempotency_key="k1",
        request_digest="",
        requested_by=make_user("access_officer"),
        requested_at=timezone.now(),
    )


def run(attack: str, values: dict[str, int]) -> None:
    """Run the attack and let the database finish the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(attack.format(**values))
        settle()


_CLAIM = (
    "WITH h AS (INSERT INTO network_holder (kind, organisation_id, effect, period)"
    " VALUES ('claim', {south}, 'reserved', '[2027-05-01,2027-06-01)') RETURNING id)"
    " INSERT INTO network_heldunit"
    " (holder_id, duct_id, from_site_id, to_site_id, cable_outer_mm, strand_id) SELECT h.id, "
)
_LATER = _CLAIM.replace("2027-05-01,2027-06-01", "2029-05-01,2029-06-01")
# Only the derivation may write lines; this is what holds even against it.
_LINE = "SET LOCAL trassenbuch.deriving = 'on'; UPDATE network_claimline SET "
_UNIT = "UPDATE network_heldunit SET {} WHERE holder_id = {{holder}}"
_HOLDER = "UPDATE network_holder SET {} WHERE id = {{holder}}"
_RESERVATION = "UPDATE reservations_claim SET {} WHERE id = {{claim}}"

LINES = {
    "section_not_booked_twice": _CLAIM + "{bundle}, {a}, {c}, NULL, NULL FROM h",
    "strand_not_booked_twice": _CLAIM + "NULL, NULL, NULL, NULL, {strand} FROM h",
    "claimed_room_within_limit": _LATER
    + "{other}, {a}, to_site.id, 40, NULL FROM h, assets_site to_site WHERE to_site.code = 'B'",
    "claim_on_sound_unit": "UPDATE network_damage SET period = '[2029-01-01,2030-01-01)'; "
    "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; "
    + _LATER
    + "{other}, {a}, to_site.id, 1, NULL FROM h, assets_site to_site WHERE to_site.code = 'B'",
    "claim_within_validity": "UPDATE assets_duct SET valid_to = '2027-06-01' WHERE id = {tube}",
    "claimed_segment_stands": "UPDATE assets_segment SET life_cycle = 'abandoned'",
    "held_unit_on_its_duct": _CLAIM + "{other}, {a}, {c}, NULL, NULL FROM h",
    "claim_line_is_derived": "DELETE FROM network_claimline WHERE holder_id = {holder}",
    "claim_line_on_one_unit": _LINE + "strand_id = {strand} WHERE holder_id = {holder}",
    "claim_line_period_not_empty": _LINE + "period = 'empty' WHERE holder_id = {holder}",
    "claim_line_key_of_its_kind": _LINE + "key = 7 WHERE holder_id = {holder} AND exclusive",
    "claim_line_room_not_negative": _LINE + "room_mm2 = -1 WHERE holder_id = {holder}",
    "claim_line_section": _LINE + "section_id = 0 WHERE holder_id = {holder} AND inside",
    "claim_line_holder": _LINE + "holder_id = 0 WHERE holder_id = {holder} AND inside",
    "ledger_reads_committed": None,  # needs a transaction of its own: test_isolation.py
    "pending_work_is_done": "DELETE FROM network_pendingderivation",
    "emptied_only_together": "TRUNCATE network_claimline",
}
HOLDERS = {
    "held_unit_names_one_unit": _UNIT.format("strand_id = {strand}"),
    "held_unit_has_extent": _UNIT.format("to_site_id = from_site_id"),
    "held_unit_cable_positive": _UNIT.format("cable_outer_mm = 0"),
    "held_unit_of_a_claim": "INSERT INTO network_heldunit (holder_id, strand_id)"
    " SELECT id, {strand} FROM network_holder WHERE cable_id = {cable}",
    "claim_names_a_unit": "DELETE FROM network_heldunit WHERE holder_id = {holder}",
    "holder_is_what_its_kind_says": _HOLDER.format("damage_id = {damage}"),
    "holder_effect_known": _HOLDER.format("effect = 'cursed'"),
    "holder_claims_have_a_period": _HOLDER.format("period = NULL"),
    "holder_only_claims_expire": None,  # hidden behind the next one, which needs no expiry
    "holder_follows_its_object": "UPDATE network_holder SET effect = 'reserved'"
    " WHERE cable_id = {cable}",
}
OTHERS = {
    "damage_on_one_unit": "UPDATE network_damage SET strand_id = {strand}",
    "damage_period_not_empty": "UPDATE network_damage SET period = 'empty'",
    "fill_ratio_is_a_share": "UPDATE network_fillpolicy SET max_ratio = 1.1",
    "fill_policy_one_at_a_time": "INSERT INTO network_fillpolicy"
    " (code, name, duct_kind, max_ratio, valid, source) SELECT 'x', name, duct_kind, max_ratio,"
    " valid, source FROM network_fillpolicy LIMIT 1",
    "joint_side_once": 'INSERT INTO network_ductjointend (joint_id, side, duct_id, "end")'
    " VALUES ({joint}, 1, {tube}, 'end')",
    "duct_end_joined_once": 'INSERT INTO network_ductjointend (joint_id, side, duct_id, "end")'
    ' SELECT {joint}, 2, duct_id, "end" FROM network_ductjointend',
    "joint_has_two_sides": "UPDATE network_ductjointend SET side = 3",
    "joint_end_known": "UPDATE network_ductjointend SET \"end\" = 'left'",
    "joint_end_at_its_site": "UPDATE network_ductjointend SET \"end\" = 'start'",
}
RESERVATIONS = {
    "claim_request_once": "INSERT INTO reservations_claim (public_id, holder_id, organisation_id,"
    " state, period, purpose, idempotency_key, request_digest, requested_by_id, requested_at)"
    " SELECT gen_random_uuid(), h.id, c.organisation_id, 'confirmed', c.period, '',"
    " c.idempotency_key, '', c.requested_by_id, now() FROM reservations_claim c, network_holder h"
    " WHERE h.kind = 'claim' AND h.id <> c.holder_id",
    "claim_idempotency_key_given": _RESERVATION.format("idempotency_key = ''"),
    "claim_state_known": _RESERVATION.format("state = 'perhaps'"),
    "claim_period_not_empty": _RESERVATION.format("period = 'empty'"),
    "claim_agrees_with_its_holder": _RESERVATION.format("state = 'released'"),
    "claim_goes_with_its_holder": "DELETE FROM reservations_claim WHERE id = {claim}",
    "opened_section_is_derived": "INSERT INTO reservations_openedsection VALUES ({claim}, {claim})",
}
ATTACKS: dict[str, str | None] = {**LINES, **HOLDERS, **OTHERS}
