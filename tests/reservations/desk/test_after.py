"""After a grant: tell the regulator, read the report, answer whether there is more time."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils import timezone

from reservations.access import built
from reservations.services import as_built, period_extension
from tests.reservations.access.cases import granted
from tests.reservations.desk.conftest import seen_by
from tests.reservations.desk.test_queue import numbers


def post(desk: Any, case: Any, part: str, **given: Any) -> Any:
    case.refresh_from_db()
    return desk.post(f"/desk/{case.public_id}/{part}/", version=case.version, **given)


def test_the_regulator_is_told_within_two_months(scene, law, clock) -> None:
    clock.set("2026-12-15T10:00")
    case, desk = granted(scene, 1), seen_by(scene.officer)
    tasks = desk.text("/desk/", show="tasks")
    assert numbers(tasks) == [str(case)] and "15/02/2027" in tasks
    assert "Note that the regulator was told" in desk.text(f"/desk/{case.public_id}/")
    clock.set("2027-01-10T10:00")
    for wrong in ({"told_on": "2026-12-01"}, {"told_on": "2027-01-11"}, {"told_on": "x"}):
        assert post(desk, case, "notice", reference="BNetzA 7", **wrong).status_code == 400
    assert post(desk, case, "notice", told_on="2027-01-08", reference=" ").status_code == 400
    done = post(desk, case, "notice", told_on="2027-01-08", reference="BNetzA 7")
    assert done.status_code == 302
    page = desk.text(f"/desk/{case.public_id}/")
    assert "BNetzA 7" in page and "done on" in page
    assert numbers(desk.text("/desk/", show="tasks")) == []
    assert post(desk, case, "notice", told_on="2027-01-08", reference="8").status_code == 400


def test_a_report_is_sent_back_and_confirmed(scene, law) -> None:
    case, desk = granted(scene, 1), seen_by(scene.officer)

    def report() -> None:
        laid = [built.Laid("RV.01", "<b>Mikro 24</b>", Decimal("2.5"), 24, Decimal("210.5"))]
        facts = {"laid": laid, "laid_on": timezone.localdate(), "by": scene.north}
        as_built.report(request=case, **facts)

    report()
    page = desk.text(f"/desk/{case.public_id}/report/")
    assert "&lt;b&gt;Mikro 24" in page and "210.5 m" in page
    assert "What was granted" in page
    cells = dict(re.findall(r'data-label="(Mapped|Difference)" class="number">([^<]*)<', page))
    assert cells == {"Mapped": "200.0 m", "Difference": "+10.5 m (5 %)"}
    assert post(desk, case, "report", action="no", reason="").status_code == 400
    assert post(desk, case, "report", action="no", reason="Länge fehlt").status_code == 302
    report()
    assert post(desk, case, "report", action="yes").status_code == 302
    case.refresh_from_db()
    assert case.state == "in_use"
    page = desk.text(f"/desk/{case.public_id}/")
    assert "Sent back: Länge fehlt" in page and "Confirmed on" in page


def test_the_desk_reads_what_was_granted_and_not_reported(scene, law) -> None:
    """Before it confirms: then all of it is in use."""
    case, desk = granted(scene, 1, 2), seen_by(scene.officer)
    facts = {"request": case, "laid_on": timezone.localdate(), "by": scene.north}
    laid = built.Laid("RV.01", "Mikro 24", Decimal("2.5"), 24, Decimal("210.5"))
    as_built.report(laid=[laid], **facts)
    page = desk.text(f"/desk/{case.public_id}/report/")
    assert "Granted but not reported: RV.02." in page and "all that was granted is in use" in page
    assert post(desk, case, "report", action="yes").status_code == 302
    assert "Granted but not reported: RV.02." in desk.text(f"/desk/{case.public_id}/")
    as_built.report(laid=[replace(laid, duct="RV.02")], **facts)
    assert numbers(desk.text("/desk/", show="tasks")) == [str(case)]
    page = desk.text(f"/desk/{case.public_id}/report/")
    assert "Granted but not reported" not in page and "RV.02" in page
    assert post(desk, case, "report", action="yes").status_code == 302
    assert case.reports.filter(confirmed_at__isnull=False).count() == 2


def test_more_time_is_refused_and_granted(scene, law) -> None:
    case, desk = granted(scene, 1), seen_by(scene.officer)
    last = scene.period.last + dt.timedelta(days=90)

    def ask() -> None:
        period_extension.ask(request=case, last=last, reason="Umbau dauert", by=scene.north)

    ask()
    assert "Umbau dauert" in desk.text(f"/desk/{case.public_id}/more-time/")
    assert post(desk, case, "more-time", action="no", reason="").status_code == 400
    assert post(desk, case, "more-time", action="no", reason="verplant").status_code == 302
    ask()
    assert post(desk, case, "more-time", action="yes").status_code == 302
    case.refresh_from_db()
    assert case.period.upper == last + dt.timedelta(days=1)
    assert "verplant" in desk.text(f"/desk/{case.public_id}/")


def test_everything_that_waits_can_be_reached_whatever_is_most_urgent(scene, law) -> None:
    case, desk = granted(scene, 1), seen_by(scene.officer)
    laid = [built.Laid("RV.01", "Mikro 24", Decimal("2.5"), 24, Decimal("210.5"))]
    as_built.report(request=case, laid=laid, laid_on=timezone.localdate(), by=scene.north)
    later = case.period.upper + dt.timedelta(days=100)
    period_extension.ask(request=case, last=later, reason="Umbau", by=scene.north)
    page = desk.text(f"/desk/{case.public_id}/")
    assert "Note that the regulator was told" in page
    for part in ("report", "more-time"):
        assert f'href="/desk/{case.public_id}/{part}/"' in page


def test_the_desk_takes_back_some_of_it_and_ends_the_rest(scene, law) -> None:
    case, desk = granted(scene, 1, 2), seen_by(scene.officer)
    page = desk.text(f"/desk/{case.public_id}/")
    for part in ("take-back", "end"):
        assert f'href="/desk/{case.public_id}/{part}/"' in page
    first, second = case.claims.get().holder.units.order_by("pk")
    for wrong in ({"reason": ""}, {"sure": ""}, {"units": []}, {"units": [first.pk, second.pk]}):
        given = {"units": [second.pk], "reason": "Umbau", "sure": "on", **wrong}
        assert post(desk, case, "take-back", **given).status_code == 400, wrong
    given = {"units": [second.pk], "reason": "Umbau", "sure": "on"}
    assert post(desk, case, "take-back", **given).status_code == 302
    page = desk.text(f"/desk/{case.public_id}/")
    assert "take-back/" not in page, "one duct is left: the grant ends with it"
    for wrong in ({"reason": " ", "sure": "on"}, {"reason": "Umbau"}):
        assert post(desk, case, "end", **wrong).status_code == 400, wrong
    assert post(desk, case, "end", reason="Umbau", sure="on").status_code == 302
    case.refresh_from_db()
    assert case.state == "ended"
    page = desk.text(f"/desk/{case.public_id}/")
    assert "take-back/" not in page and f"/desk/{case.public_id}/end/" not in page
    assert "Nothing is granted" in desk.text(f"/desk/{case.public_id}/end/")
    assert "Umbau" in seen_by(scene.north).text(f"/portal/{case.public_id}/")
