"""One line for each rule of law: its paragraph, what sets it going, and when it is due.

Received on Wednesday, 25 November 2026 unless the line says otherwise.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from network.catalogues.files import ReferenceDataError, read
from reservations.clocks.counting import Pause
from reservations.clocks.rules import ClockLight, basis_on, due_by, due_steps, light
from reservations.models import ClockRule
from tests.reservations.access.conftest import load_law

SHIPPED = Path(__file__).parents[3] / "fixtures" / "reference"
RECEIVED = dt.date(2026, 11, 25)

pytestmark = pytest.mark.django_db


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture(autouse=True)
def loaded(db: None) -> None:
    load_law()


# Code, start event, the day it happens, due, due after the extension, paragraph.
LAW = """
gia-3-7-decision           complete      2026-11-25 2026-12-28 -          Art. 3 Abs. 7
gia-4-1-information        received      2026-11-25 2026-12-09 2026-12-16 Art. 4 Abs. 1
gia-4-5-survey             received      2026-11-25 2026-12-28 -          Art. 4 Abs. 5 (unverified)
gia-5-2-request            permit_filed  2027-03-01 2026-12-31 -          Art. 5 Abs. 2 (unverified)
gia-6-information          received      2026-12-21 2027-01-06 2027-01-13 Art. 6
gia-6-publication          permit_filed  2027-04-15 2027-02-15 -          Art. 6
gia-7-notice               received      2026-11-25 2026-12-23 -          Art. 7 (unverified)
gia-7-5-consent            complete      2026-11-25 2027-03-25 - Art. 7 Abs. 5, Art. 8 Abs. 1
gia-13-access-appeal       received      2026-11-25 2026-12-28 -          Art. 13
gia-13-access-ruling       dispute_filed 2026-11-25 2027-03-25 -          Art. 13
gia-13-information-ruling  dispute_filed 2026-11-25 2026-12-28 -          Art. 13
gia-13-coordination-ruling dispute_filed 2027-01-31 2027-03-01 -          Art. 13
tkg-127-consent            complete      2026-11-25 2027-02-25 2027-03-25 § 127
tkg-127-notice             received      2026-11-25 2026-12-28 -          § 127
tkg-127-minor              complete      2026-11-30 2026-12-30 -          § 127
tkg-136-information        received      2026-11-25 2027-01-25 -          § 136
tkg-137-survey             received      2027-01-31 2027-03-01 -          § 137
tkg-138-offer              complete      2026-11-25 2027-01-25 -          § 138
tkg-138-4-notification     concluded     2026-12-31 2027-03-01 -          § 138 Abs. 4
tkg-142-information        received      2026-11-25 2026-12-09 -          § 142
tkg-143-request            permit_filed  2027-03-31 2027-02-26 -          § 143
tkg-143-notification       concluded     2026-11-25 2027-01-25 -          § 143
tkg-149-access-ruling      dispute_filed 2026-11-25 2027-03-25 -          § 149
tkg-149-information-ruling dispute_filed 2026-11-25 2027-01-25 -          § 149
tkg-149-coordination-ruling dispute_filed 2026-11-25 2027-01-25 -          § 149
tkg-150-permit             complete      2026-11-30 2027-03-01 2027-04-01 § 150
gia-13-coordination-appeal received 2026-11-25 2026-12-28 - Art. 13 (unverified)
own-completion-information asked_back 2026-11-30 2027-03-01 - Nr. 1 (unverified)
own-completion-survey asked_back 2026-11-30 2027-03-01 - Nr. 1 (unverified)
own-completion-duct-access asked_back 2026-11-30 2027-03-01 - Nr. 1 (unverified)
own-completion-works-coordination asked_back 2026-11-30 2027-03-01 - Nr. 1 (unverified)
own-completion-road-consent asked_back 2026-11-30 2027-03-01 - Nr. 1 (unverified)
own-completion-minor-road-consent asked_back 2026-11-30 2027-03-01 - Nr. 1 (unverified)
""".strip().splitlines()


@pytest.mark.parametrize("line", LAW, ids=lambda line: line.split()[0])
def test_the_rule(line: str) -> None:
    code, start, on, due, longer, paragraph = line.split(maxsplit=5)
    rule = ClockRule.objects.get(code=code)
    unverified = "" if rule.verified else " (unverified)"
    assert (f"{rule.paragraph}{unverified}", rule.start) == (paragraph, start)
    found = due_by(rule, day(on))
    assert found.due == day(due)
    assert found.extended_due == (None if longer == "-" else day(longer))


def test_no_shipped_rule_is_left_out() -> None:
    assert {line.split()[0] for line in LAW} == set(
        ClockRule.objects.values_list("code", flat=True)
    )


CASES = [
    ("Union law is stricter", "information", "answer", "gia-4-1-information", "2026-12-09"),
    ("only Union law speaks", "duct_access", "decision", "gia-3-7-decision", "2026-12-28"),
    ("only the TKG speaks", "duct_access", "offer", "tkg-138-offer", "2027-01-25"),
    ("the TKG is stricter", "road_consent", "decision", "tkg-127-consent", "2027-02-25"),
]


@pytest.mark.parametrize(("why", "kind", "step", "code", "due"), CASES)
def test_where_both_laws_speak_the_stricter_one_counts(why, kind, step, code, due) -> None:
    events = {"received": RECEIVED, "complete": RECEIVED}
    one = due_steps(ClockRule.objects.filter(kind=kind), events)[step]
    assert (one.rule.code, one.due) == (code, day(due)), why


def test_a_request_keeps_the_law_of_its_time() -> None:
    """Union law applies from 12 November 2025."""
    rules = list(ClockRule.objects.filter(kind="information"))
    before, after = day("2025-11-11"), day("2025-11-12")
    assert [basis_on(before, rules), basis_on(after, rules)] == ["tkg", "gia"]
    assert due_steps(rules, {"received": before})["answer"].rule.code == "tkg-136-information"
    assert due_steps(rules, {"received": after})["answer"].rule.code == "gia-4-1-information"


def test_what_has_not_happened_sets_nothing_going() -> None:
    rules = ClockRule.objects.filter(kind="duct_access")
    assert set(due_steps(rules, {"received": RECEIVED})) == {"appeal"}


def test_each_clock_knows_what_it_does_while_something_is_missing() -> None:
    pause = [Pause(day("2026-11-30"), day("2026-12-04"))]
    information = ClockRule.objects.get(code="gia-4-1-information")
    assert due_by(information, RECEIVED, pause).due == day("2026-12-15")
    assert due_by(information, RECEIVED, [Pause(day("2026-11-30"))]).due is None
    appeal = ClockRule.objects.get(code="gia-13-access-appeal")
    assert due_by(appeal, RECEIVED, pause).due == day("2026-12-28")


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-12-17", ClockLight.GREEN),
        ("2026-12-18", ClockLight.AMBER),
        ("2026-12-28", ClockLight.AMBER),
        ("2026-12-29", ClockLight.RED),
    ],
)
def test_the_traffic_light(today: str, expected: ClockLight) -> None:
    assert light(day("2026-12-28"), day(today), warn_days=5) is expected
    assert light(None, day(today), warn_days=5) is ClockLight.PAUSED


def test_a_file_with_a_clock_that_contradicts_itself_is_refused(tmp_path) -> None:
    for file in SHIPPED.iterdir():
        text = file.read_text(encoding="utf-8")
        text = text.replace('incompleteness = "restarts"', 'incompleteness = "pauses"', 1)
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    with pytest.raises(ReferenceDataError, match="gia-3-7-decision"):
        read(tmp_path)
