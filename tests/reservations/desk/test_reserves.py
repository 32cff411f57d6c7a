"""/desk/reserves/: shares with their justification, what is kept by them, and keeping more."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.roles import Role
from reservations.models import CityReserve, ReserveShare
from tests.builders import make_organisation, make_user
from tests.reservations.desk.conftest import seen_by


def share(duct_class: str, percent: int) -> ReserveShare:
    return ReserveShare.objects.create(
        duct_class=duct_class,
        percent=percent,
        justification="<b>Schulen</b> bis 2035",
        valid=(dt.date(2020, 1, 1), None),
        source="Ratsbeschluss 7/2026",
    )


def given(scene, **facts):
    last = timezone.localdate() + dt.timedelta(days=365)
    city = make_organisation()
    usual = {"duct_class": "tube", "places": "RV", "last": last, "organisation": city.pk}
    return {**usual, "action": "keep", **facts}


def test_the_share_of_a_class_is_looked_at_kept_and_given_back(scene) -> None:
    share("tube", 50)
    desk = seen_by(scene.officer)
    page = desk.text("/desk/reserves/")
    assert "Choose a department" in page and "---" not in page
    assert "&lt;b&gt;Schulen&lt;/b&gt; bis 2035" in page and "Ratsbeschluss 7/2026" in page
    looked = desk.post("/desk/reserves/", **given(scene, action="look", last="", organisation=""))
    assert looked.status_code == 200
    assert "<td>4</td><td>2</td><td>0</td><td>2</td>" in looked.content.decode()
    assert desk.post("/desk/reserves/", **given(scene)).status_code == 302
    kept = CityReserve.objects.get()
    page = desk.text("/desk/reserves/")
    assert str(kept.claim) in page and "RV.04, RV.03" in page and "1 place is kept" in page
    again = desk.post("/desk/reserves/", **given(scene))
    assert again.status_code == 400 and "kept at all these places" in again.content.decode()
    back = f"/desk/reserves/{kept.claim.public_id}/back/"
    assert desk.post(back).status_code == 302
    assert str(kept.claim) not in desk.text("/desk/reserves/").replace(f"{kept.claim} is given", "")


def test_a_segment_keeps_bundles_and_what_is_wrong_is_said_at_its_field(scene) -> None:
    share("bundle", 100)
    desk = seen_by(scene.officer)
    facts = {"duct_class": "bundle", "places": "A-B\nB-C"}
    wrong = [
        {**facts, "places": "A-B\nNIRGENDS"},
        {**facts, "last": ""},
        {**facts, "organisation": ""},
        {**facts, "duct_class": "protection"},
        {**facts, "places": "\n".join(f"X{n}" for n in range(101))},
        {**facts, "last": "2020-01-01"},
    ]
    for one in wrong:
        assert desk.post("/desk/reserves/", **given(scene, **one)).status_code == 400, one
    assert not CityReserve.objects.exists()
    assert desk.post("/desk/reserves/", **given(scene, **facts)).status_code == 302
    assert CityReserve.objects.count() == 2


def test_only_access_officers_keep(scene) -> None:
    for user in (make_user(Role.ROAD_OFFICER), scene.north):
        desk = seen_by(user)
        assert desk.get("/desk/reserves/").status_code == 403
        assert desk.post("/desk/reserves/", **given(scene)).status_code == 403
    assert "/desk/reserves/" not in seen_by(make_user(Role.ROAD_OFFICER)).text("/desk/")
    assert "/desk/reserves/" in seen_by(scene.officer).text("/desk/")
