"""What a case names, as its applicant is told: what a grant opens, nothing that is protected."""

from __future__ import annotations

from typing import Any

from reservations.models import DecisionOutcome, Exemption
from reservations.services import access_request, decision, offer
from tests.reservations.access.cases import CONTACT, ahead, granted, stretch, submitted, tariff
from tests.reservations.portal.conftest import page_of


def exempt(scene, name: str) -> None:
    Exemption.objects.create(
        concept="segment",
        code=scene.network.segments[name].code,
        reason="critical",
        explanation="Leitstelle",
        source="§ 79 Abs. 3 TKG",
        added_by=scene.officer,
    )


def drawn_for(case, viewer) -> list[Any]:
    """The lines of what a case names."""
    features = viewer.get(f"/cases/{case.public_id}/map.json").json()["features"]
    return [one["geometry"] for one in features if one["properties"]["what"] == "elements"]


def extent_of(geometry: dict[str, Any]) -> float:
    """From west to east, in degrees."""
    easts = [east for east, _north in geometry["coordinates"]]
    return max(easts) - min(easts)


def test_protected_plant_is_not_drawn_for_the_applicant(scene, law, north) -> None:
    case = submitted(scene, 1)
    [whole] = drawn_for(case, north)
    exempt(scene, "A-B")
    [rest] = drawn_for(case, north)
    assert extent_of(rest) < extent_of(whole)
    exempt(scene, "B-C")
    assert drawn_for(case, north) == []


def test_what_was_granted_is_drawn_though_it_is_protected(scene, law, north) -> None:
    case = granted(scene, 1)
    before = drawn_for(case, north)
    exempt(scene, "A-B")
    assert drawn_for(case, north) == before


def test_a_duct_that_is_seen_in_part_is_told_as_one_that_is_not_seen(scene, law) -> None:
    granted_part(scene)
    page = page_of(submitted(scene, 2, hold=False), scene.north)
    assert "about 200 m" in page and "A – C" not in page


def granted_part(scene) -> None:
    """Tube 2 from A to B, and not beyond."""
    tariff()
    case = access_request.draft(
        by=scene.north,
        kind="duct_access",
        subject="Erster Abschnitt",
        period=ahead(scene),
        units=[stretch(scene, 2, "A", "B")],
        **CONTACT,
    )
    case = access_request.submit(request=case, by=scene.north, hold=True)
    case = access_request.review(request=case, by=scene.officer)
    case = offer.make(request=case, valid_until=ahead(scene).first, by=scene.officer)
    case = offer.accept(request=case, name="Ada Nord", by=scene.north)
    decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=scene.officer)
