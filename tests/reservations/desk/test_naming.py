"""The desk names the ducts of a request that has an area only: chosen on the page or by a list."""

from __future__ import annotations

import re

import pytest

from accounts.roles import Role
from reservations.models import Claim, ClaimState, RequestKind
from reservations.services.reserve import reserve
from tests.builders import make_user
from tests.reservations.access.cases import stretch, submitted
from tests.reservations.desk.conftest import seen_by
from tests.reservations.test_elements import around


@pytest.fixture
def case(scene, law):
    area = around(scene, "A-B", "B-C")
    return submitted(scene, kind=RequestKind.DUCT_ACCESS, area=area)


def post(desk, case, **given):
    case.refresh_from_db()
    return desk.post(f"/desk/{case.public_id}/elements/", version=case.version, **given)


def test_what_is_free_in_the_area_is_chosen(scene, case) -> None:
    reserve(units=[stretch(scene, 2)], period=scene.period, idempotency_key="x", by=scene.south)
    desk = seen_by(scene.officer)
    assert "Name the ducts" in desk.text(f"/desk/{case.public_id}/")
    page = desk.text(f"/desk/{case.public_id}/elements/")
    values = dict(
        re.findall(r'value="([\d-]+)" id="stretch-[\d-]+"[^>]*><label[^>]*>([^<]+)', page)
    )
    codes = sorted(values.values())
    assert "RV.01" in codes and "RV.02" not in codes and "reserved" in page
    chosen = [key for key, code in values.items() if code in ("RV.01", "RV.03")]
    assert post(desk, case, chosen=chosen, hold="on").status_code == 302
    claim = Claim.objects.filter(request=case).get(state=ClaimState.HELD)
    assert sorted(unit.duct.code for unit in claim.holder.units.all()) == ["RV.01", "RV.03"]


def test_a_list_names_stretches_and_what_is_wrong_stands_at_the_field(scene, case) -> None:
    desk = seen_by(scene.officer)
    for wrong in ({}, {"codes": "NIRGENDS"}, {"codes": "RV.01;A"}, {"chosen": ["1-2-3"]}):
        assert post(desk, case, **wrong).status_code == 400, wrong
    assert not Claim.objects.filter(request=case).exists()
    assert post(desk, case, codes="RV.01;A;B\nRV.04").status_code == 302
    units = Claim.objects.filter(request=case).get().holder.units.order_by("pk")
    ends = [(one.duct.code, one.from_site.code, one.to_site.code) for one in units]
    assert ends == [("RV.01", "A", "B"), ("RV.04", "A", "C")]


def test_what_the_applicant_named_stays(scene, law) -> None:
    named, desk = submitted(scene, 1), seen_by(scene.officer)
    assert "Name the ducts" not in desk.text(f"/desk/{named.public_id}/")
    page = desk.text(f"/desk/{named.public_id}/elements/")
    assert "The applicant has named the ducts itself" in page
    assert post(desk, named, codes="RV.02").status_code == 400
    road = seen_by(make_user(Role.ROAD_OFFICER))
    assert road.get(f"/desk/{named.public_id}/elements/").status_code == 404
