"""Plain SQL that once led, or might have led, to capacity held twice or to a claim without lines.

A ── B ── C with a bundle RV of three tubes and a protection duct KSR (room for 832 mm²).
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection, transaction

from accounts.models import Organisation
from assets.models import Cable, CableType, Duct, Segment
from network.availability import section_states
from network.models import ClaimLine, Damage, DuctJoint, DuctJointEnd, FillPolicy, Holder
from network.services.settle import settle
from tests.builders import (
    Network,
    make_bundle,
    make_cable,
    make_cable_type,
    make_duct,
    make_duct_type,
    make_line_network,
    make_organisation,
    make_site,
)
from tests.network.ledger.claims import NEXT_YEAR, YEAR, claim, claim_strand
from tests.network.ledger.soundness import assert_sound
from tests.refused import refused_by

pytestmark = pytest.mark.django_db


@dataclass
class City:
    network: Network
    bundle: Duct
    pipe: Duct
    north: Organisation
    south: Organisation

    def tube(self, number: int) -> Duct:
        return self.bundle.tubes.get(number=number)

    def hold(self, who: Organisation, duct: Duct, way: str = "AC", **more) -> Holder:
        return claim(who, duct, self.network[way[0]], self.network[way[1]], **more)

    def pull(self, duct: Duct, owner: Organisation, outer_mm: float = 2.5) -> Cable:
        with transaction.atomic():
            cable = make_cable(
                self.network,
                "A-B-C",
                inside=duct,
                owner=owner,
                type=make_cable_type(outer_mm=outer_mm),
            )
            settle()
        return cable


@pytest.fixture
def city() -> City:
    network = make_line_network("A-B-C")
    return City(
        network,
        make_bundle(network, "A-B-C"),
        make_duct(network, "A-B-C", code="KSR", type=make_duct_type("50x4.6")),
        make_organisation("nord", "carrier"),
        make_organisation("sued", "carrier"),
    )


@pytest.fixture(autouse=True)
def sound_at_the_end(city: City):
    yield
    settle()
    assert_sound()


def sql(*statements: str, **values: object) -> None:
    """Run the statements in one transaction and let the database finish it."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, values)
        settle()


# --- holders
def test_a_lapsed_hold_cannot_come_back_into_room_that_is_taken_since(city):
    first = city.hold(city.north, city.pipe, cable_outer_mm=25)
    sql(
        "UPDATE network_holder SET expires_at = now() - interval '1 hour' WHERE id = %(h)s",
        h=first.pk,
    )
    city.hold(city.south, city.pipe, cable_outer_mm=25)
    with refused_by("claimed_room_within_limit"):
        sql("UPDATE network_holder SET expires_at = NULL WHERE id = %(h)s", h=first.pk)


def test_a_written_off_hold_cannot_come_back_into_what_is_taken_since(city):
    first = city.hold(city.north, city.tube(1))
    sql("UPDATE network_holder SET period = 'empty' WHERE id = %(h)s", h=first.pk)
    city.hold(city.south, city.bundle)
    with refused_by("section_not_booked_twice"):
        sql(
            "UPDATE network_holder SET period = '[2027-05-01,2027-06-01)' WHERE id = %(h)s",
            h=first.pk,
        )


def test_a_cable_does_not_stay_under_a_claim_that_is_given_to_another(city):
    city.pull(city.tube(1), city.north)
    holder = city.hold(city.north, city.tube(1))
    with refused_by("section_not_booked_twice"):
        sql(
            "UPDATE network_holder SET organisation_id = %(o)s WHERE id = %(h)s",
            o=city.south.pk,
            h=holder.pk,
        )


def test_a_cable_does_not_stay_under_a_claim_when_its_owner_changes(city):
    cable = city.pull(city.tube(1), city.north)
    city.hold(city.north, city.tube(1))
    with refused_by("section_not_booked_twice"):
        sql(
            "UPDATE assets_cable SET owner_id = %(o)s WHERE id = %(k)s", o=city.south.pk, k=cable.pk
        )


def test_room_claimed_for_a_cable_is_not_forgotten_with_the_claim(city):
    holder = city.hold(city.north, city.pipe, cable_outer_mm=20)
    city.pull(city.pipe, city.north, 20)
    sql(
        "DELETE FROM network_heldunit WHERE holder_id = %(h)s",
        "DELETE FROM network_holder WHERE id = %(h)s",
        h=holder.pk,
    )
    with refused_by("claimed_room_within_limit"):
        city.hold(city.south, city.pipe, cable_outer_mm=21)


@pytest.mark.parametrize(
    "change", ["effect = 'reserved'", "organisation_id = NULL", "kind = 'claim'"]
)
def test_the_holder_of_a_cable_follows_the_cable(city, change):
    cable = city.pull(city.tube(1), city.north)
    with refused_by("holder_follows_its_object"):
        sql(f"UPDATE network_holder SET {change} WHERE cable_id = %(k)s", k=cable.pk)
    with refused_by("holder_follows_its_object"):
        sql(
            "INSERT INTO network_holder (kind, effect, duct_id) VALUES ('duct', 'occupied', %(d)s)",
            d=city.pipe.pk,
        )


def test_the_holder_of_a_cable_comes_back(city):
    cable = city.pull(city.tube(1), city.north)
    sql("DELETE FROM network_holder WHERE cable_id = %(k)s", k=cable.pk)
    with refused_by("section_not_booked_twice"):
        city.hold(city.south, city.tube(1))


def test_a_claim_does_not_turn_into_something_else(city):
    holder = city.hold(city.north, city.tube(1))
    with refused_by("holder_follows_its_object"):
        sql(
            "UPDATE network_holder SET kind = 'duct', duct_id = %(d)s, period = NULL"
            " WHERE id = %(h)s",
            d=city.pipe.pk,
            h=holder.pk,
        )


# --- units
def test_a_claim_names_something(city):
    holder = city.hold(city.north, city.tube(1))
    with refused_by("claim_names_a_unit"):
        sql("DELETE FROM network_heldunit WHERE holder_id = %(h)s", h=holder.pk)


def test_only_claims_name_units(city):
    cable = city.pull(city.tube(1), city.north)
    with refused_by("held_unit_of_a_claim"):
        sql(
            "INSERT INTO network_heldunit (holder_id, duct_id, from_site_id, to_site_id)"
            " SELECT h.id, d.id, d.start_site_id, d.end_site_id"
            " FROM network_holder h, assets_duct d WHERE h.cable_id = %(k)s AND d.id = %(d)s",
            k=cable.pk,
            d=city.pipe.pk,
        )


def test_a_unit_moved_to_another_duct_meets_what_is_taken_there(city):
    city.hold(city.south, city.tube(2))
    holder = city.hold(city.north, city.tube(1))
    with refused_by("section_not_booked_twice"):
        sql(
            "UPDATE network_heldunit SET duct_id = %(d)s WHERE holder_id = %(h)s",
            d=city.tube(2).pk,
            h=holder.pk,
        )


@pytest.mark.parametrize("table", ["network_heldunit", "assets_cablesection", "assets_ductsection"])
def test_rows_keep_their_id_else_nobody_would_notice_the_rest(city, table):
    city.pull(city.tube(2), city.south)
    city.hold(city.north, city.tube(1))
    with refused_by("id_fixed"):
        sql(f"UPDATE {table} SET id = id + 100000")


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


# --- the machinery itself
@pytest.mark.parametrize(
    "forgetting",
    [
        "DELETE FROM network_pendingderivation",
        "UPDATE network_pendingderivation SET ids = '{}'",
        "DELETE FROM assets_pendingcheck",
    ],
)
def test_what_is_to_be_derived_cannot_be_forgotten(city, forgetting):
    with refused_by("pending_work_is_done"), transaction.atomic():
        Holder.objects.create(kind="claim", organisation=city.north, effect="reserved", period=YEAR)
        sql(forgetting)


@pytest.mark.parametrize("lines", ["claimline", "claimline, network_heldunit", "holder CASCADE"])
def test_the_ledger_is_not_emptied_alone(city, lines):
    city.hold(city.north, city.tube(1))
    with refused_by("emptied_only_together"):
        sql("SET CONSTRAINTS ALL IMMEDIATE", f"TRUNCATE network_{lines}")


@pytest.mark.parametrize(
    "writing",
    [
        "UPDATE network_claimline SET period = '[2040-01-01,2041-01-01)'",
        "DELETE FROM network_claimline",
        "INSERT INTO network_claimline"
        " (holder_id, section_id, period, exclusive, inside, room_mm2, key)"
        " SELECT holder_id, section_id, '[2040-01-01,2041-01-01)', false, false, 0, 0"
        " FROM network_claimline",
    ],
)
def test_lines_are_not_written(city, writing):
    city.hold(city.north, city.tube(1))
    with refused_by("claim_line_is_derived"):
        sql(writing)
