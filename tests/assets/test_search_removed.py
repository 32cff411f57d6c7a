"""What was removed by mistake is found again: its panel has the history that restores it."""

import pytest

from assets.models import LifeCycle
from assets.services import site
from gis import search
from tests.builders import make_site, make_user

pytestmark = pytest.mark.django_db


def found(role: str, text: str) -> list[tuple[str, str, str]]:
    return [(one.kind, one.label, one.detail) for one in search.find(make_user(role), text)]


@pytest.mark.parametrize("role", ["editor", "auditor"])
def test_by_its_whole_code_by_those_who_read_the_history(role: str) -> None:
    gone = make_site("S-17", name="Markt")
    make_site("S-170", 40)
    site.remove(site=gone, by=make_user("editor"))
    assert found(role, "s-17") == [("site", "S-17", "Markt · entfernt"), ("site", "S-170", "")]
    assert found(role, "S-1") == [("site", "S-170", "")], "a part of its code is no search for it"


@pytest.mark.parametrize("role", ["viewer", "partner"])
def test_by_nobody_else(role: str) -> None:
    make_site("S-17", life_cycle=LifeCycle.REMOVED)
    assert found(role, "S-17") == []
