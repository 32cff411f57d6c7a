"""The enquiry from A to B: ways side by side with price, as much as the viewer may know."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.utils import timezone

from gis import srid
from network.routing import open_token
from reservations.access import holding
from reservations.models import AccessRequest
from tests.builders import make_user
from tests.reservations.access.cases import drafted, submitted, tariff
from tests.reservations.desk.conftest import seen_by
from tests.reservations.portal.conftest import facts


def asked(scene: Any, **more: Any) -> dict[str, Any]:
    """From A to C for one tube, as clicks on the map write it."""
    ends = [scene.network[name].geom.transform(srid.WEB, clone=True) for name in "AC"]
    start, end = (f"{place.y:.6f}, {place.x:.6f}" for place in ends)
    period = {"first": scene.period.first.isoformat(), "last": scene.period.last.isoformat()}
    return {"start": start, "end": end, "need": "tubes", "tubes": 1, **period, **more}


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_partner_gets_a_rounded_length_a_class_and_a_price(scene, law, north) -> None:
    tariff()
    page = north.text("/portal/enquiry/", **asked(scene))
    words = plain(page)
    assert "about 200 m" in words and "Planned cuts none" in words
    assert "about 452.20 EUR gross" in words
    assert "200 m × 0.60 EUR per metre and year × 13 months / 12 + 1 × 250.00 EUR once" in words
    assert "Availability at the narrowest place mostly free" in words and "Narrowest hop" in words
    assert "RV.01" not in page and "rounded to 50 m" in words


def test_the_drawn_way_is_generalised_for_partners_only(scene, law, north) -> None:
    rough = north.text("/portal/enquiry/", **asked(scene))
    exact = seen_by(make_user("planner")).text("/portal/enquiry/", **asked(scene))
    pattern = r'id="enquiry-ways" type="application/json">(.*?)</script>'
    drawn = [re.search(pattern, page, re.S)[1] for page in (rough, exact)]  # type: ignore[index]
    assert drawn[0] != drawn[1] and "coordinates" in drawn[0]


def test_the_address_is_the_link_that_others_open(scene, law, north) -> None:
    page = north.text("/portal/enquiry/", **asked(scene))
    link = re.search(r'id="share"[^>]*value="([^"]+)"', page)
    assert link is not None and "start=" in link[1]
    address = link[1].replace("&amp;", "&").split("testserver", 1)[1]
    assert "1 way is free" in plain(seen_by(scene.south).text(address))
    assert seen_by(None).get(address).status_code == 302


def test_a_link_with_one_place_waits_for_the_other(scene, law, north) -> None:
    """Nobody has made a mistake yet: no error is shown, what the link names is there."""
    answer = north.get("/portal/enquiry/", start=asked(scene)["start"])
    page = answer.content.decode()
    assert answer.status_code == 200 and not answer.context["form"].errors
    assert asked(scene)["start"] in page and "kern-error" not in page


def test_a_link_with_both_places_asks_for_what_is_usual(scene, law, north) -> None:
    ends = {name: value for name, value in asked(scene).items() if name in ("start", "end")}
    answer = north.get("/portal/enquiry/", **ends)
    page = answer.content.decode()
    assert answer.status_code == 200 and "1 way is free" in plain(page)
    day = (timezone.localdate() + dt.timedelta(days=30)).isoformat()
    assert f'name="first" value="{day}"' in page


@pytest.mark.usefixtures("law")
@pytest.mark.parametrize(
    ("field", "wrong", "said"),
    [
        ("start", "nirgendwo", "Nothing is known by this name"),
        ("start", "999, 999", "outside the range"),
        ("end", "", "Fill this in"),
        ("tubes", "0", "greater than or equal to 1"),
        ("inner", "-3", "A diameter lies between"),
        ("last", "2020-01-01", "ends before it begins"),
        ("need", "gold", "Select a valid choice"),
    ],
)
def test_errors_stand_at_the_field(scene, north, field, wrong, said) -> None:
    answer = north.get("/portal/enquiry/", **asked(scene, **{field: wrong}))
    page = answer.content.decode()
    assert answer.status_code == 400 and said in page
    assert "-error" in page


def test_a_cable_needs_its_diameter(scene, law, north) -> None:
    answer = north.get("/portal/enquiry/", **asked(scene, need="cable"))
    at = answer.content.decode()
    assert answer.status_code == 400
    assert "Give the outer diameter" in at[at.index('id="id_cable-error"') :]


def test_nothing_free_says_so_without_names(scene, law, north) -> None:
    for number in (1, 2, 3, 4):
        submitted(scene, number, by=scene.south, subject=f"S{number}")
    page = north.text("/portal/enquiry/", **asked(scene))
    assert "No way is free" in page and "not free in this time" in page
    assert "sued" not in page and "RV.0" not in page


def test_without_a_tariff_the_way_is_shown_with_the_reason(scene, law, north) -> None:
    assert "no tariff is in force" in north.text("/portal/enquiry/", **asked(scene))


def token_in(page: str) -> str:
    return re.search(r'name="token" value="([^"]+)"', page)[1]  # type: ignore[index]


def test_a_way_becomes_a_draft(scene, law, north) -> None:
    token = token_in(north.text("/portal/enquiry/", **asked(scene)))
    page = north.post("/portal/new/", token=token, kind="duct_access")
    assert page.status_code == 200 and "taken over" in page.content.decode()
    north.post("/portal/new/", **facts(scene, token=token))
    case = AccessRequest.objects.get()
    claim = holding.claim_of(case)
    assert claim is not None
    route = open_token(token, scene.north)
    assert [one.duct_id for one in holding.units_of(claim)] == [u.duct_id for u in route.units]


def test_a_way_is_taken_over_into_a_draft(scene, law, north) -> None:
    case = drafted(scene, 4)
    page = north.text("/portal/enquiry/", **asked(scene, case=str(case.public_id)))
    address = f"/portal/{case.public_id}/route/"
    assert north.post(address, token=token_in(page)).status_code == 302
    assert north.post(address, token="altered").status_code == 409
    foreign = token_in(seen_by(scene.south).text("/portal/enquiry/", **asked(scene)))
    assert north.post(address, token=foreign).status_code == 409
