"""Checks follow every way of writing, keep what people decided, and never miss a neighbour."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from assets.models import Duct, Segment, Site
from assets.services import segment as segments
from assets.services import site as sites
from quality.models import CheckQueue, CheckRun, Finding
from quality.rules import CONCEPTS, rules_on
from quality.services import check as checks
from quality.services import finding as service
from quality.services import queue, run
from tests.builders import (
    make_bundle,
    make_line_network,
    make_segment,
    make_site,
    make_user,
    place,
)
from tests.quality.test_rules import check_all, states
from tests.refused import refused_as, refused_by

pytestmark = pytest.mark.django_db


def sql(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


# --- on save
def test_an_edit_is_checked_as_soon_as_it_is_committed(django_capture_on_commit_callbacks) -> None:
    editor = make_user("editor")
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        lone = sites.create(
            code="LONE", kind="chamber", geom=place(0), owner=make_site("X", 90).owner, by=editor
        )
    assert len(callbacks) == 1
    assert states("site_without_segment", lone) == ["open"]
    assert pending_rows() == 0


def test_a_hundred_edits_in_a_transaction_are_checked_once(
    django_capture_on_commit_callbacks,
) -> None:
    site = make_site("A")
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        for number in range(3):
            sites.change(site=site, by=None, remarks=str(number))
    assert callbacks == [queue.check_saved]


def test_a_check_that_fails_does_not_fail_the_edit(
    django_capture_on_commit_callbacks, monkeypatch
) -> None:
    monkeypatch.setattr(queue, "_take", lambda _most: 1 / 0)
    site = make_site("A")
    with django_capture_on_commit_callbacks(execute=True):
        sites.change(site=site, by=None, remarks="x")
    assert Site.objects.get(pk=site.pk).remarks == "x"


def pending_rows() -> int:
    return CheckQueue.objects.count()


def test_a_statement_leaves_one_note_however_many_rows_it_writes() -> None:
    make_bundle(make_line_network("A-B"), "A-B", tubes=24)
    check_all()
    sql("UPDATE assets_duct SET remarks = 'x'")
    assert sorted(CheckQueue.objects.values_list("kind", "ids__len")) == [("duct", 1), ("duct", 25)]


def test_raw_sql_is_noticed_and_many_ids_are_parted() -> None:
    sql(
        "INSERT INTO assets_site (public_id, code, owner_id, life_cycle, kind, geom, can_open,"
        " power, accuracy)"
        " SELECT gen_random_uuid(), 'S' || n, %s, 'in_service', 'chamber',"
        " ST_SetSRID(ST_MakePoint(370000 + 10 * n, 5680000), 25832), true, 'unknown', 'unknown'"
        " FROM generate_series(1, 1200) n",
        make_site("X", -50).owner_id,
    )
    assert sorted(CheckQueue.objects.values_list("ids__len", flat=True)) == [1, 200, 500, 500]
    assert queue.check_due(most=200) == 501
    check_all()
    assert Finding.objects.filter(rule="site_without_segment", state="open").count() == 1_201


def test_a_second_check_of_a_few_objects_is_not_planned_again() -> None:
    network = make_line_network("A-B")
    check_all()
    sql("DEALLOCATE ALL")
    for _save in range(3):
        checks.check("segment", [network["A-B"].pk])
    kept = "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE name ~ %s"
    assert sql(kept, "^quality_") == [(3, 0)]


# --- whom a change concerns
def test_the_object_deleted_takes_its_findings_and_frees_its_neighbour() -> None:
    network = make_line_network("A-B")
    again = make_segment(network["A"], network["B"], code="AGAIN")
    check_all()
    assert states("segment_duplicate", again) == ["open"]
    sql("DELETE FROM assets_segment WHERE id = %s", network["A-B"].pk)
    check_all()
    assert states("segment_duplicate", again) == ["solved"]
    assert not Finding.objects.filter(segment_id=network["A-B"].pk).exists()


def test_a_neighbour_moved_away_and_back() -> None:
    first, second = make_site("ONE"), make_site("TWO", 0.2)
    check_all()
    assert states("site_duplicate", second) == ["open"]
    Site.objects.filter(pk=first.pk).update(geom=place(30))
    check_all()
    assert states("site_duplicate", second) == ["solved"]
    Site.objects.filter(pk=first.pk).update(geom=place(0))
    check_all()
    assert states("site_duplicate", second) == ["open"]


def test_the_site_that_a_segment_left_is_looked_at_again() -> None:
    network = make_line_network("A-B")
    check_all()
    assert states("site_without_segment", network["B"]) == []
    segments.delete(segment=network["A-B"], by=None)
    check_all()
    assert states("site_without_segment", network["B"]) == ["open"]


def test_services_find_findings_no_obstacle() -> None:
    lone = make_site("LONE")
    check_all()
    sites.delete(site=lone, by=None)
    assert not Finding.objects.exists()


# --- decisions
@pytest.fixture
def finding() -> Finding:
    network = make_line_network("A-B")
    Segment.objects.update(stated_length_m=150)
    check_all()
    return Finding.objects.get(rule="segment_length_differs", segment=network["A-B"])


def test_accepted_stays_accepted_while_nothing_changes(finding) -> None:
    editor = make_user("editor")
    service.accept(finding=finding, by=editor, acceptance="surveyed twice")
    Segment.objects.update(remarks="x")
    check_all()
    finding.refresh_from_db()
    assert (finding.state, finding.acceptance) == ("accepted", "surveyed twice")
    assert (finding.accepted_by, finding.version) == (editor, 2)


def test_what_changed_is_open_again(finding) -> None:
    service.accept(finding=finding, by=None, acceptance="surveyed twice")
    Segment.objects.update(stated_length_m=190)
    check_all()
    finding.refresh_from_db()
    assert (finding.state, finding.acceptance, finding.accepted_at) == ("open", "", None)


def test_what_comes_back_is_a_new_finding(finding) -> None:
    Segment.objects.update(stated_length_m=None)
    check_all()
    finding.refresh_from_db()
    assert (finding.state, finding.solved_at is None) == ("solved", False)
    first = finding.first_seen_at
    sql("UPDATE quality_finding SET first_seen_at = first_seen_at - interval '1 day'")
    Segment.objects.update(stated_length_m=150)
    check_all()
    finding.refresh_from_db()
    assert (finding.state, finding.solved_at) == ("open", None)
    assert finding.first_seen_at >= first


def test_decisions_are_refused_in_words(finding) -> None:
    editor = make_user("editor")
    for acceptance in ("", "   "):
        with refused_as("REASON_NEEDED"):
            service.accept(finding=finding, by=editor, acceptance=acceptance)
    with refused_as("STALE_VERSION"):
        service.accept(finding=finding, by=editor, acceptance="x", version=7)
    with refused_as("WRONG_STATE"):
        service.reopen(finding=finding, by=editor)
    with refused_as("NOT_PERMITTED"):
        service.accept(finding=finding, by=make_user("viewer"), acceptance="x")
    with refused_as("NOT_PERMITTED"):
        service.accept(finding=finding, by=make_user("partner"), acceptance="x")
    finding.refresh_from_db()
    assert (finding.state, finding.version) == ("open", 1)
    service.accept(finding=finding, by=editor, acceptance="x")
    assert service.reopen(finding=finding, by=editor).state == "open"


def test_raw_sql_cannot_write_nonsense(finding) -> None:
    site = make_site("S", 500).pk
    with refused_by("finding_about_one_object"):
        sql("UPDATE quality_finding SET site_id = %s", site)
    with refused_by("finding_accepted_with_reason"):
        sql("UPDATE quality_finding SET state = 'accepted', accepted_at = now()")
    with refused_by("finding_state_known"):
        sql("UPDATE quality_finding SET state = 'gone'")
    with refused_by("finding_solved_when"):
        sql("UPDATE quality_finding SET state = 'solved'")
    with refused_by("finding_once_segment"):
        sql(
            "INSERT INTO quality_finding (public_id, rule, segment_id, state, first_seen_at,"
            " last_seen_at) SELECT gen_random_uuid(), rule, segment_id, state, now(), now()"
            " FROM quality_finding WHERE segment_id IS NOT NULL"
        )
    with refused_by("check_run_one_at_a_time"):
        sql(
            "INSERT INTO quality_checkrun (started_at, concept, position, checked, began_behind)"
            " SELECT now(), 'site', 0, 0, 0 FROM generate_series(1, 2)"
        )
    for concept in ("site", "segment", "duct", "cable", "gateway"):
        with refused_by(f"finding_{concept}"):
            sql(
                f"INSERT INTO quality_finding (public_id, rule, {concept}_id, state,"
                " first_seen_at, last_seen_at) VALUES (gen_random_uuid(), 'x', 1234567, 'open',"
                " now(), now())"
            )


# --- everything
def unchecked_plant() -> None:
    """As a bulk load with triggers aside leaves it."""
    make_bundle(make_line_network("A-B-C-D-E"), "A-B-C-D-E", tubes=5)
    CheckQueue.objects.all().delete()


def test_everything_is_checked_in_batches_and_goes_on_where_it_stopped(monkeypatch) -> None:
    monkeypatch.setattr(run, "SMALLEST", 2)
    monkeypatch.setattr(run, "LARGEST", 2)
    unchecked_plant()
    batches = []
    monkeypatch.setattr(run, "check", lambda concept, ids: batches.append((concept, ids)))
    steps = run.go_on(run.begin())
    for _number in range(4):
        next(steps)
    steps.close()
    assert [len(ids) for _concept, ids in batches] == [2, 2, 1]

    list(run.go_on(run.begin()))
    looked_at = [(concept, pk) for concept, ids in batches for pk in ids]
    assert len(looked_at) == len(set(looked_at)) == 5 + 4 + 6
    done = CheckRun.objects.get()
    assert (done.checked, done.finished_at is None) == (15, False)


def test_a_check_of_everything_finds_what_edits_find() -> None:
    make_bundle(make_line_network("A-B-C"), "A-B-C", tubes=5)
    check_all()
    by_edits = sorted(Finding.objects.values_list("rule", "state", "measured"))
    assert len(by_edits) > 3
    Finding.objects.all().delete()
    call_command("check_quality", verbosity=0)
    assert sorted(Finding.objects.values_list("rule", "state", "measured")) == by_edits


def test_restart_begins_anew_and_former_rules_go(capsys) -> None:
    make_site("A")
    sql(
        "INSERT INTO quality_finding (public_id, rule, site_id, state, first_seen_at, last_seen_at)"
        " SELECT gen_random_uuid(), 'former', id, 'open', now(), now() FROM assets_site"
    )
    begun = run.begin()
    assert run.begin().pk == begun.pk
    call_command("check_quality", restart=True)
    assert CheckRun.objects.get().pk != begun.pk
    assert set(Finding.objects.values_list("rule", flat=True)) == {"site_without_segment"}
    assert "1" in capsys.readouterr().out


def test_no_rule_reads_a_whole_table() -> None:
    """Whatever the planner thinks of few rows: by index, so that it does not grow with the city."""
    make_bundle(make_line_network("A-B-C"), "A-B-C", tubes=5)
    big = {f"assets_{one}" for one in (*CONCEPTS, "ductsection", "cablesection", "strand")}
    for concept in CONCEPTS:
        ids = [1, 2, 3]
        for rule in rules_on(concept):
            with checks.checking(1):
                plan = sql("EXPLAIN (FORMAT JSON) " + checks._select(rule, concept) % _plain(ids))[
                    0
                ][0]
            scanned = set(_scanned(plan[0]["Plan"]))
            assert not scanned & big, (rule.code, concept)


def _plain(ids: list[int]) -> dict[str, Any]:
    return {"ids": f"ARRAY{ids}::bigint[]", **checks._area()}


def _scanned(node: dict[str, Any]) -> list[str]:
    own = [node["Relation Name"]] if node["Node Type"] == "Seq Scan" else []
    return own + [name for below in node.get("Plans", []) for name in _scanned(below)]


def test_duct_left_with_its_sections() -> None:
    """A duct whose last section goes is found, whoever took it."""
    network = make_line_network("A-B")
    make_bundle(network, "A-B", tubes=2)
    check_all()
    tube = Duct.objects.get(number=1)
    sql("DELETE FROM assets_ductsection WHERE duct_id = %s", tube.pk)
    check_all()
    assert states("duct_without_segment", tube) == ["open"]
