"""After the grant: the report of what was laid, more time, some of it given back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from reservations.access import granted as granted_units
from reservations.models import AsBuiltReport, PeriodExtension
from reservations.services import as_built
from tests.reservations.access.cases import granted, offered
from tests.reservations.portal.conftest import page_of


def line(**more: Any) -> dict[str, Any]:
    cable = {"cable_0": "A-DQ(ZN)2Y 48", "outer_0": "2.5", "fibres_0": "48", "length_0": "210.5"}
    return {**cable, "laid_on": timezone.localdate().isoformat(), **more}


def test_the_report_of_what_was_laid_goes_to_the_desk(scene, law, north) -> None:
    case = granted(scene, 1)
    address = f"/portal/{case.public_id}/report/"
    assert "Report what you laid" in page_of(case, scene.north) and "RV.01" in north.text(address)
    wrong = north.post(address, **line(outer_0=""), version=case.version).content.decode()
    assert 'id="id_outer_0-error"' in wrong and not AsBuiltReport.objects.exists()
    thick = north.post(address, **line(outer_0="4.1"), version=case.version).content.decode()
    assert "at most 4.0 mm" in thick and 'id="id_outer_0-error"' in thick
    long = north.post(address, **line(length_0="5000"), version=case.version).content.decode()
    assert 'id="id_length_0-error"' in long and "200.0 m" in long
    future = (timezone.localdate() + dt.timedelta(days=2)).isoformat()
    answer = north.post(address, **line(laid_on=future), version=case.version)
    assert 'id="id_laid_on-error"' in answer.content.decode()
    assert north.post(address, **line(), version=case.version).status_code == 302
    report = AsBuiltReport.objects.get()
    assert [one.duct for one in report.lines.all()] == ["RV.01"]
    assert "waits for the city" in page_of(case, scene.north)
    as_built.confirm(request=case, by=scene.officer)
    case.refresh_from_db()
    assert case.state == "in_use" and "confirmed" in page_of(case, scene.north)


def test_the_rest_is_reported_later(scene, law, north) -> None:
    case = granted(scene, 1, 2)
    address = f"/portal/{case.public_id}/report/"
    assert north.post(address, **line(), version=case.version).status_code == 302
    as_built.confirm(request=case, by=scene.officer)
    case.refresh_from_db()
    page = page_of(case, scene.north)
    assert "Report what else you laid" in page and "Granted but not reported: RV.02." in page
    form = north.text(address)
    assert form.index("RV.02") < form.index("RV.01") and form.count("Reported already") == 1
    assert north.post(address, **line(), version=case.version).status_code == 302
    assert [one.duct for one in case.reports.latest("pk").lines.all()] == ["RV.02"]


def test_more_time_shows_its_price_before_it_is_asked_for(scene, law, north) -> None:
    case = granted(scene, 1)
    address = f"/portal/{case.public_id}/longer/"
    given = {
        "last": (scene.period.last + dt.timedelta(days=100)).isoformat(),
        "reason": "Ausbau dauert",
        "version": case.version,
    }
    page = north.post(address, **given).content.decode()
    assert "Ask for it at this price" in page and not PeriodExtension.objects.exists()
    assert "per metre and year" in page and " once" not in page, "nothing is due once again"
    early = north.post(address, **{**given, "last": scene.period.first.isoformat()})
    assert 'id="id_last-error"' in early.content.decode()
    assert north.post(address, **given, ask="1").status_code == 302
    assert PeriodExtension.objects.get().asked_by == scene.north
    assert "Ausbau dauert" in page_of(case, scene.north)


def test_some_of_it_is_given_back_but_not_all(scene, law, north) -> None:
    case = granted(scene, 1, 2)
    address = f"/portal/{case.public_id}/return/"
    assert "RV.01, A – C" in north.text(address)
    first, second = granted_units.units(case)
    given = {"version": case.version, "sure": "on"}
    assert north.post(address, **given).status_code == 400
    assert north.post(address, **given, units=[first.pk, second.pk]).status_code == 400
    assert north.post(address, **given, units=[first.pk]).status_code == 302
    assert [one.pk for one in granted_units.units(case)] == [second.pk]


def test_before_the_grant_the_pages_name_no_duct(scene, law, north) -> None:
    case = offered(scene, 1)
    for step in ("report", "longer", "return"):
        page = north.text(f"/portal/{case.public_id}/{step}/")
        assert "RV.01" not in page and "kern-btn--primary" not in page


def test_who_gives_back_reads_that_nothing_is_credited(scene, law, north) -> None:
    """docs/decisions/0117: said before it is done, on both ways."""
    case = granted(scene, 1, 2)
    for way in ("return", "end"):
        page = north.text(f"/portal/{case.public_id}/{way}/")
        assert "stays due: nothing is credited" in page
