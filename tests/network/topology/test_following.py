"""The picture in memory follows every edit, late commits, roll-backs and other processes."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from assets.models import Duct, DuctSection, DuctType, Segment, Site
from assets.services import duct_cut, segment_split
from network.services import duct_joint
from network.topology import Topology, current_topology
from network.topology.warm import warm
from tests.builders import (
    Network,
    make_bundle,
    make_duct,
    make_duct_type,
    make_line_network,
    place,
)
from tests.network.topology import other_process

pytestmark = pytest.mark.django_db(transaction=True)


def content(topology: Topology) -> set[tuple[Any, ...]]:
    """What a topology says, in ids: each line with what it passes, where sites can be opened."""
    site, segment = topology.sites.ids, topology.segments.ids
    lines = {
        min(line, tuple(column[::-1] for column in line))
        for group in topology.groups.values()
        for row in range(len(group.ducts))
        for line in [
            (
                tuple(group.ducts[row].tolist()),
                tuple(group.sections[row].tolist()),
                tuple(site[list(group.sites)].tolist()),
                tuple(round(float(m), 6) for m in topology.segments.length[list(group.segments)]),
                tuple(topology.can_open[s] for s in group.sites),
                group.parts,
            )
        ]
    }
    inside = {
        (int(segment[n]), duct)
        for n, groups in enumerate(topology.groups_in)
        for g in groups
        for duct in topology.groups[g].ducts.ravel().tolist()
    }
    return lines | inside | set(topology.joints.items()) | set(topology.types.items())


def edits(network: Network, bundle: Duct) -> list[Callable[[], Any]]:
    """One structural edit after another, through services, the ORM and plain SQL."""
    tubes = list(bundle.tubes.order_by("number"))

    def sql(statement: str, *values: Any) -> Callable[[], Any]:
        def run() -> None:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)

        return run

    def close(letter: str) -> Callable[[], Any]:
        return lambda: Site.objects.filter(pk=network[letter].pk).update(can_open=False)

    return [
        lambda: make_duct(network, "B-D", code="new", type=make_duct_type("7x1.5", "tube")),
        lambda: segment_split.split(
            segment=network["A-B"],
            by=None,
            at=place(40),
            new_site={"code": "N", "kind": "chamber", "owner": network["A"].owner},
        ),
        lambda: duct_cut.cut(duct=tubes[0], site=network["B"], by=None),
        lambda: duct_joint.couple(
            first=tubes[0],
            second=Duct.objects.get(start_site=network["B"], number=1),
            site=network["B"],
            by=None,
        ),
        close("B"),
        sql("UPDATE assets_duct SET life_cycle = 'out_of_service' WHERE id = %s", tubes[1].pk),
        sql("UPDATE assets_duct SET life_cycle = 'in_service' WHERE id = %s", tubes[1].pk),
        sql("UPDATE assets_duct SET commercial_availability = 'offered' WHERE code = 'new'"),
        sql("UPDATE assets_ducttype SET wall_mm = 1 WHERE code = '7x1.5'"),
        sql("DELETE FROM network_ductjointend"),
        sql("DELETE FROM assets_ductsection WHERE duct_id = %s", tubes[2].pk),
        lambda: Segment.objects.filter(pk=network["B-D"].pk).update(
            kind="riser", stated_length_m=12
        ),
        lambda: DuctType.objects.filter(code="7x1.5").update(kind="protection"),
    ]


def test_after_every_edit_it_is_what_the_database_has() -> None:
    """A--B--C with a bundle of three tubes, B--D."""
    with transaction.atomic():
        network = make_line_network("A-B-C, B-D")
        bundle = make_bundle(network, "A-B-C")
    before = content(current_topology())
    for number, edit in enumerate(edits(network, bundle)):
        with transaction.atomic():
            edit()
        after = content(current_topology())
        assert after == content(Topology.read()), number
        assert after != before, number
        before = after


def test_what_changes_nothing_here_makes_no_new_picture() -> None:
    with transaction.atomic():
        make_bundle(make_line_network("A-B"), "A-B")
    picture = current_topology()
    Duct.objects.update(remarks="seen")
    DuctSection.objects.update(position=None)
    assert current_topology() is picture


def test_an_edit_that_is_rolled_back_is_seen_only_by_itself() -> None:
    network = make_line_network("A-B")
    before = current_topology()
    with transaction.atomic():
        make_bundle(network, "A-B")
        assert current_topology().groups
        transaction.set_rollback(True)
    assert current_topology().groups == {}
    assert content(current_topology()) == content(before)


def test_a_transaction_that_commits_late_is_not_missed() -> None:
    """It wrote before another that committed first: its rows have lower numbers than those seen."""
    network = make_line_network("A-B, C-D")
    make_duct_type()
    wrote, may_commit = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with transaction.atomic():
            make_duct(network, "A-B", code="late")
            wrote.set()
            may_commit.wait(30)
        connection.close()

    writer = threading.Thread(target=write_slowly)
    writer.start()
    wrote.wait(30)
    with transaction.atomic():
        early = make_duct(network, "C-D", code="early")
    assert set(current_topology().group_of_duct) == {early.pk}
    may_commit.set()
    writer.join(30)
    assert set(current_topology().group_of_duct) == {
        early.pk,
        Duct.objects.get(code="late").pk,
    }


def test_another_process_sees_the_edit_with_its_next_question() -> None:
    with transaction.atomic():
        network = make_line_network("A-B, C-D")
        first = make_duct(network, "A-B")
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=other_process.answer, args=(there, connection.settings_dict["NAME"])
    )
    process.start()

    def ask() -> list[int]:
        here.send("ask")
        assert here.poll(60)
        return here.recv()

    try:
        assert ask() == [first.pk]
        with transaction.atomic():
            second = make_duct(network, "C-D")
        assert ask() == [first.pk, second.pk]
        Duct.objects.filter(pk=first.pk).update(life_cycle="abandoned")
        assert ask() == [second.pk]
    finally:
        here.send("end")
        process.join(30)


def test_it_can_be_read_in_the_background() -> None:
    with transaction.atomic():
        duct = make_duct(make_line_network("A-B"), "A-B")
    warm().join(30)
    assert set(current_topology().group_of_duct) == {duct.pk}
