"""Plain SQL on types, room and plant that led, or might have led, to capacity held twice."""

from __future__ import annotations

import pytest

from assets.models import CableType, Segment
from network.availability import section_states
from network.models import ClaimLine, Damage, DuctJoint, DuctJointEnd, FillPolicy
from network.services.settle import settle
from tests.builders import make_duct, make_site
from tests.network.ledger.claims import NEXT_YEAR, YEAR, claim_strand
from tests.network.ledger.soundness import assert_sound
from tests.network.ledger.ways import City, make_city, sql
from tests.refused import refused_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


@pytest.fixture(autouse=True)
def sound_at_the_end(city: City):
    yield
    settle()
    assert_sound()


# --- room
def test_two_cables_do_not_both_use_up_the_same_claim(city):
    city.hold(city.north, city.pipe, cable_outer_mm=20)
    city.pull(city.pipe, city.north, 20)
    city.pull(city.pipe, city.north, 20)
    with refused_by("claimed_room_within_limit"):
        city.hold(city.south, city.pipe, cable_outer_mm=10)


def test_two_claims_for_two_cables_are_used_up_by_two_cables(city):
    for _cable in range(2):
        city.hold(city.north, city.pipe, cable_outer_mm=20)
    for _cable in range(2):
        city.pull(city.pipe, city.north, 20)
    city.hold(city.south, city.pipe, cable_outer_mm=5.5)


def test_a_cable_under_a_lapsed_hold_takes_its_room(city):
    first = city.hold(city.north, city.pipe, cable_outer_mm=25)
    city.pull(city.pipe, city.north, 25)
    sql(
        "UPDATE network_holder SET expires_at = now() - interval '1 hour' WHERE id = %(h)s",
        h=first.pk,
    )
    section = city.pipe.sections.first()
    assert section_states([section.pk], YEAR)[section.pk].room_taken == pytest.approx(625)
    with refused_by("claimed_room_within_limit"):
        city.hold(city.south, city.pipe, cable_outer_mm=15)


def test_a_type_that_grows_takes_more_room(city):
    cable = city.pull(city.pipe, city.south, 15)
    city.hold(city.north, city.pipe, cable_outer_mm=20)
    with refused_by("claimed_room_within_limit"):
        sql("UPDATE assets_cabletype SET outer_mm = 25 WHERE id = %(t)s", t=cable.type_id)
    CableType.objects.filter(pk=cable.type_id).update(outer_mm=16)
    settle()


def test_a_pipe_that_shrinks_must_still_hold_what_is_claimed(city):
    city.hold(city.north, city.pipe, cable_outer_mm=25)
    with refused_by("claimed_room_within_limit"):
        sql("UPDATE assets_ducttype SET wall_mm = 9 WHERE id = %(t)s", t=city.pipe.type_id)


def test_a_pipe_that_was_thought_a_bundle(city):
    """Its tubes were part of it; in a pipe each takes room and belongs to somebody."""
    sql(
        "UPDATE assets_ducttype SET kind = 'protection', outer_mm = 50, wall_mm = 2"
        " WHERE id = %(t)s",
        t=city.bundle.type_id,
    )
    with refused_by("section_not_booked_twice"):
        city.hold(city.south, city.bundle)


def test_a_lowered_limit_does_not_forbid_to_split(city):
    city.hold(city.north, city.pipe, cable_outer_mm=25)
    FillPolicy.objects.filter(duct_kind="protection").update(max_ratio=0.1)
    sql("UPDATE assets_ductsection SET rank = rank + 10 WHERE duct_id = %(d)s", d=city.pipe.pk)
    with refused_by("claimed_room_within_limit"):
        city.hold(city.south, city.pipe, cable_outer_mm=1)
    FillPolicy.objects.filter(duct_kind="protection").update(max_ratio=0.5)


# --- plant
def test_a_tube_moved_into_what_another_holds(city):
    city.hold(city.north, city.pipe)
    city.hold(city.south, city.tube(1))
    with refused_by("section_not_booked_twice"):
        sql(
            "UPDATE assets_ductsection s SET parent_id = p.id FROM assets_ductsection p"
            " WHERE s.duct_id = %(t)s AND p.duct_id = %(p)s AND p.segment_id = s.segment_id",
            t=city.tube(1).pk,
            p=city.pipe.pk,
        )


def test_a_bundle_moved_into_what_another_holds(city):
    city.hold(city.north, city.pipe)
    city.hold(city.south, city.tube(1))
    with refused_by("section_not_booked_twice"):
        sql(
            "UPDATE assets_ductsection SET level = 2 WHERE parent_id IN"
            " (SELECT id FROM assets_ductsection WHERE duct_id = %(b)s)",
            "UPDATE assets_ductsection s SET parent_id = p.id, level = 1 FROM assets_ductsection p"
            " WHERE s.duct_id = %(b)s AND p.duct_id = %(p)s AND p.segment_id = s.segment_id",
            b=city.bundle.pk,
            p=city.pipe.pk,
        )


def test_sections_handed_over_to_a_duct_that_another_holds(city):
    """B-C of tube 1 becomes part of a duct from C on: the claim on A-C does not pass any more."""
    city.hold(city.north, city.tube(1))
    other = make_duct(city.network, "A-B", code="ANDERES")
    with refused_by("held_unit_on_its_duct", "duct_path_contiguous"):
        sql(
            "UPDATE assets_ductsection SET duct_id = %(o)s, rank = 9"
            " WHERE duct_id = %(t)s AND segment_id = %(s)s",
            "UPDATE assets_duct SET end_site_id = %(b)s WHERE id = %(t)s",
            "UPDATE assets_duct SET end_site_id = %(c)s WHERE id = %(o)s",
            o=other.pk,
            t=city.tube(1).pk,
            s=city.network["B-C"].pk,
            b=city.network["B"].pk,
            c=city.network["C"].pk,
        )


def test_another_site_at_the_same_place_is_not_the_site_that_a_claim_names(city):
    city.hold(city.north, city.tube(1), "AB")
    twin = make_site("B2", 100)
    with refused_by("held_unit_on_its_duct"):
        sql(
            "UPDATE assets_segment SET end_site_id = %(t)s WHERE end_site_id = %(b)s",
            "UPDATE assets_segment SET start_site_id = %(t)s WHERE start_site_id = %(b)s",
            t=twin.pk,
            b=city.network["B"].pk,
        )


def test_sites_that_change_places_change_what_a_claim_takes(city):
    """North holds A to B, South B to C; when B and C change places, North would hold both."""
    city.hold(city.north, city.tube(1), "AB")
    city.hold(city.south, city.tube(1), "BC")
    with refused_by("section_not_booked_twice", "held_unit_on_its_duct"):
        sql(
            "UPDATE assets_site s SET geom = o.geom FROM assets_site o"
            " WHERE s.id IN (%(b)s, %(c)s) AND o.id IN (%(b)s, %(c)s) AND o.id <> s.id",
            "UPDATE assets_segment SET end_site_id = %(c)s WHERE id = %(ab)s",
            "UPDATE assets_segment SET start_site_id = %(c)s, end_site_id = %(b)s"
            " WHERE id = %(bc)s",
            "UPDATE assets_duct SET end_site_id = %(b)s WHERE end_site_id = %(c)s",
            b=city.network["B"].pk,
            c=city.network["C"].pk,
            ab=city.network["A-B"].pk,
            bc=city.network["B-C"].pk,
        )


def test_strands_do_not_outlive_their_cable(city):
    cable = city.pull(city.tube(1), city.north)
    claim_strand(city.south, cable.strands.get(number=1))
    with refused_by("claim_within_validity"):
        sql("UPDATE assets_cable SET life_cycle = 'removed' WHERE id = %(k)s", k=cable.pk)


@pytest.mark.parametrize(
    "change", ["life_cycle = 'removed'", "life_cycle = 'abandoned'", "valid_to = '2027-06-01'"]
)
def test_a_segment_does_not_end_under_a_claim(city, change):
    held = city.hold(city.north, city.tube(1), period=YEAR)
    end = f"UPDATE assets_segment SET {change} WHERE id = %(s)s"
    with refused_by("claimed_segment_stands"):
        sql(end, s=city.network["A-B"].pk)
    sql("UPDATE network_holder SET period = 'empty' WHERE id = %(h)s", h=held.pk)
    sql(end, s=city.network["A-B"].pk)


def test_a_segment_may_end_after_its_claims(city):
    city.hold(city.north, city.tube(1), period=YEAR)
    sql(
        "UPDATE assets_segment SET valid_to = '2028-01-01' WHERE id = %(s)s",
        s=city.network["A-B"].pk,
    )


def test_a_repair_that_takes_longer_does_not_forbid_to_split(city):
    """The damage grows into a claim that was made for the time after it."""
    section = city.tube(1).sections.get(segment=city.network["A-B"])
    damage = Damage.objects.create(section=section, period=YEAR, description="Bagger")
    settle()
    city.hold(city.north, city.tube(1), period=NEXT_YEAR)
    sql(
        "UPDATE network_damage SET period = '[2027-01-01,2028-06-01)' WHERE id = %(d)s", d=damage.pk
    )
    sql("UPDATE assets_ductsection SET rank = rank + 10 WHERE duct_id = %(d)s", d=city.tube(1).pk)


def test_a_duct_that_passes_a_site_twice_is_held_where_it_was_held_at_first(city):
    """A-B-C-B by two segments between B and C; a stretch B-C means the first of them for ever."""
    way_back = Segment.objects.create(
        code="C-B",
        owner=city.north,
        kind="open_cut",
        start_site=city.network["C"],
        end_site=city.network["B"],
        geom=_reversed(city.network["B-C"].geom),
    )
    city.network.segments["C-B"] = way_back
    loop = make_duct(city.network, "A-B", code="SCHLEIFE")
    sql(
        "UPDATE assets_duct SET end_site_id = %(b)s WHERE id = %(d)s",
        "INSERT INTO assets_ductsection (duct_id, segment_id, rank, reversed, level) VALUES"
        " (%(d)s, %(out)s, 5, false, 0), (%(d)s, %(back)s, 5.1, false, 0)",
        b=city.network["B"].pk,
        d=loop.pk,
        out=city.network["B-C"].pk,
        back=way_back.pk,
    )
    holder = city.hold(city.north, loop, "BC")
    (line,) = ClaimLine.objects.filter(holder=holder)
    assert line.section.segment_id == city.network["B-C"].pk


def _reversed(line):
    back = line.clone()
    back.reverse()
    return back


def test_a_joint_does_not_move_away_from_its_ends(city):
    joint = DuctJoint.objects.create(site=city.network["C"])
    DuctJointEnd.objects.create(joint=joint, side=1, duct=city.pipe, end="end")
    with refused_by("joint_end_at_its_site"):
        sql("UPDATE network_ductjoint SET site_id = %(a)s", a=city.network["A"].pk)
