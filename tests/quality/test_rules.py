"""Every rule finds what is wrong, leaves alone what is right, and is solved by mending it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from network.services.settle import settle
from quality.models import Finding
from quality.rules import ALL, BY_CODE, CONCEPTS, rules_on
from quality.services.check import found_by
from quality.services.queue import check_due, pending
from tests.quality.faults import CASES, change, validity_ended

pytestmark = pytest.mark.django_db


def check_all() -> None:
    while pending():
        check_due()


def states(rule: str, instance: Any) -> list[str]:
    concept = instance._meta.model_name
    return list(
        Finding.objects.filter(rule=rule, **{concept: instance}).values_list("state", flat=True)
    )


def test_there_is_a_case_for_every_rule() -> None:
    assert set(CASES) == set(BY_CODE)
    assert len(BY_CODE) == len(ALL) >= 14


@pytest.mark.parametrize("code", CASES)
def test_found_and_solved(code: str) -> None:
    wrong, right, mend = CASES[code]()
    settle()
    check_all()
    assert states(code, wrong) == ["open"]
    assert [states(code, one) for one in right] == [[] for _ in right]
    finding = Finding.objects.get(rule=code, **{wrong._meta.model_name: wrong})
    assert finding.geom is not None

    mend()
    settle()
    if code == "colour_missing":  # What a type says is seen by the next check of everything.
        change(wrong, remarks="looked at")()
    check_all()
    assert states(code, wrong) == ["solved"]


@pytest.mark.parametrize("concept", CONCEPTS)
def test_rules_for_all_hold_for_each_concept(concept: str) -> None:
    """Those that a case shows at one concept only at least run at the others."""
    for rule in rules_on(concept):
        assert found_by(rule, concept, [0]) == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_titles_helps_and_sentences_in_both_languages(language: str) -> None:
    with translation.override(language):
        for rule in ALL:
            assert str(rule.title) and str(rule.help).endswith(".")
            assert "%" not in (str(rule.said) % {"measured": "1", "allowed": "2"}).replace(" %", "")
    with translation.override("de"):
        german = {rule.code: str(rule.title) for rule in ALL}
    with translation.override("en"):
        assert {
            code for code, title in german.items() if title == str(BY_CODE[code].title)
        } == set()


def test_numbers_are_worded_as_the_language_writes_them() -> None:
    wrong, _right, _mend = CASES["segment_length_differs"]()
    check_all()
    finding = Finding.objects.get(rule="segment_length_differs", segment=wrong)
    with translation.override("de"):
        assert finding.said.startswith("angegeben 150 m, berechnet 100")
    assert finding.measured == 150


def test_a_removed_object_has_no_findings_of_its_state() -> None:
    gone, _right, _mend = validity_ended()
    change(gone, life_cycle="removed")()
    check_all()
    assert states("validity_ended", gone) == []
