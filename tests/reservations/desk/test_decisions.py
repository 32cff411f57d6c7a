"""Decisions at the desk: grounds and evidence, two people, rivals, the road authority."""

from __future__ import annotations

from functools import partial
from typing import Any

from accounts.roles import Role
from network.models import HeldUnit
from reservations.models import (
    AccessRequest,
    Decision,
    DecisionOutcome,
    RefusalGround,
    RequestKind,
)
from reservations.services import access_request, decision
from reservations.services import decide as decide_claim
from reservations.services.requested import Stretch
from reservations.services.reserve import reserve
from tests.builders import make_user
from tests.refused import refused_as
from tests.reservations.access.cases import accepted, reviewed
from tests.reservations.desk.conftest import Desk, seen_by


def decide(desk: Desk, case: AccessRequest, **given: Any) -> Any:
    case.refresh_from_db()
    given = {"action": "decide", "version": case.version, **given}
    return desk.post(f"/desk/{case.public_id}/decision/", **given)


def ground(code: str) -> str:
    return str(RefusalGround.objects.get(code=code).pk)


def state_of(case: AccessRequest) -> str:
    case.refresh_from_db()
    return case.state


def test_granting_on_an_accepted_offer(scene, law) -> None:
    case = accepted(scene, 1)
    assert decide(seen_by(scene.officer), case, outcome="granted").status_code == 302
    assert state_of(case) == "granted"


def test_a_partial_grant_names_what_is_left_out(scene, law) -> None:
    case, desk = accepted(scene, 1, 2), seen_by(scene.officer)
    unit = HeldUnit.objects.get(holder__claim__request=case, duct=scene.tube(2))
    fitness = ground("gia-3-5-a")
    given = {"outcome": "partly_granted", "grounds": fitness, f"evidence_{fitness}": "gequetscht"}
    assert "some of them, not all" in decide(desk, case, **given).content.decode()
    assert decide(desk, case, refused_units=str(unit.pk), **given).status_code == 302
    assert state_of(case) == "partly_granted"
    page = desk.text(f"/desk/{case.public_id}/")
    assert "Not granted" in page and "RV.02" in page and "gequetscht" in page


def test_a_refusal_needs_grounds_and_each_ground_its_evidence(scene, law) -> None:
    case, desk = reviewed(scene, 1), seen_by(scene.officer)
    bare = decide(desk, case, outcome="refused")
    assert bare.status_code == 400 and bare.context["form"].errors["grounds"]
    fitness = ground("gia-3-5-a")
    silent = decide(desk, case, outcome="refused", grounds=fitness)
    assert silent.context["form"].errors[f"evidence_{fitness}"]
    assert state_of(case) == "in_review" and not Decision.objects.exists()
    given = {"grounds": fitness, f"evidence_{fitness}": "gequetscht"}
    assert decide(desk, case, outcome="refused", **given).status_code == 302
    assert state_of(case) == "refused"


def test_only_grounds_in_force_are_offered(scene, law) -> None:
    case = reviewed(scene, 1)
    old = RefusalGround.objects.get(code="gia-3-5-f")
    RefusalGround.objects.filter(pk=old.pk).update(valid=("2015-01-01", "2016-01-01"))
    desk = seen_by(scene.officer)
    page = desk.text(f"/desk/{case.public_id}/decision/")
    assert f"ground-{old.pk}" not in page and "§ 141" in page
    forged = {"grounds": str(old.pk), f"evidence_{old.pk}": "x"}
    assert decide(desk, case, outcome="refused", **forged).status_code == 400


def test_no_space_needs_the_reserve_or_the_plan(scene, law) -> None:
    space = ground("gia-3-5-b")
    sites = scene.network
    kept = reserve(
        units=[Stretch(scene.tube(4).pk, sites["A"].pk, sites["C"].pk)],
        period=scene.period,
        idempotency_key="reserve",
        by=make_user(Role.PLANNER),
    )
    case, desk = reviewed(scene, 1), seen_by(scene.officer)
    page = f"/desk/{case.public_id}/decision/"
    assert str(kept) not in desk.text(page), "held for some days only"
    decide_claim.confirm(claim=kept, by=scene.officer)
    assert str(kept) in desk.text(page)
    given = {"outcome": "refused", "grounds": space, f"evidence_{space}": "alles verplant"}
    refused = decide(desk, case, **given)
    assert refused.status_code == 400 and "reserve or the investment plan" in str(
        refused.context["form"].errors
    )
    assert decide(desk, case, **given, **{f"reserve_{space}": str(kept.pk)}).status_code == 302
    assert state_of(case) == "refused"
    other = reviewed(scene, 2)
    assert decide(desk, other, **given, **{f"plan_{space}": "Ausbauplan 2027"}).status_code == 302


def test_all_that_is_missing_is_said_at_once_at_its_field(scene, law) -> None:
    """Two grounds, nothing that shows them: three mistakes, each where it is mended."""
    case, desk = reviewed(scene, 1), seen_by(scene.officer)
    fitness, space = ground("gia-3-5-a"), ground("gia-3-5-b")
    answer = decide(desk, case, outcome="refused", grounds=[fitness, space])
    errors = answer.context["form"].errors
    assert set(errors) == {f"evidence_{fitness}", f"evidence_{space}", f"reserve_{space}"}
    assert answer.content.decode().count('class="kern-error"') == 3
    assert state_of(case) == "in_review"
    draft = decide(desk, case, action="draft", outcome="refused", grounds=[fitness, space])
    assert draft.status_code == 200


def test_the_reasons_are_drafted_and_edited(scene, law) -> None:
    case, desk = reviewed(scene, 1), seen_by(scene.officer)
    fitness = ground("gia-3-5-a")
    chosen = {"outcome": "refused", "grounds": fitness}
    draft = decide(desk, case, action="draft", **chosen)
    text = draft.context["form"]["reasons"].value()
    assert (
        draft.status_code == 200 and "technisch nicht geeignet (Art. 3 Abs. 5 lit. a GIA)" in text
    )
    assert not Decision.objects.exists()
    evil = f"{text}\n<script>alert(1)</script>"
    decide(desk, case, reasons=evil, **{f"evidence_{fitness}": "<b>x</b>"}, **chosen)
    page = desk.text(f"/desk/{case.public_id}/")
    assert "&lt;script&gt;" in page and "<script>alert" not in page and "<b>x" not in page


def test_a_draft_for_a_part_counts_and_names_no_refused_plant(scene, law) -> None:
    """The letter goes to somebody who may not see where the refused ducts lie."""
    case, desk = accepted(scene, 1, 2), seen_by(scene.officer)
    second = HeldUnit.objects.get(holder__claim__request=case, duct=scene.tube(2))
    given = {"outcome": "partly_granted", "grounds": ground("gia-3-5-a")}
    draft = decide(desk, case, action="draft", refused_units=second.pk, **given)
    text = draft.context["form"]["reasons"].value()
    assert "Nicht bewilligt wird einer der 2 beantragten Abschnitte." in text
    assert "RV.02" not in text and "HeldUnit" not in text


def test_one_prepares_and_another_signs(scene, law, settings) -> None:
    settings.TWO_PERSON_RULE = True
    case, first = accepted(scene, 1), seen_by(scene.officer)
    assert "Prepare for signature" in first.text(f"/desk/{case.public_id}/decision/")
    decide(first, case, outcome="granted", reasons="Wie beantragt")
    assert state_of(case) == "accepted"
    page = f"/desk/{case.public_id}/signature/"
    assert "Somebody else must sign it" in first.text(page)
    own = first.post(page, version=case.version)
    assert own.status_code == 400 and "Somebody else must sign" in own.content.decode()
    second = seen_by(make_user(Role.ACCESS_OFFICER))
    assert "Read and sign" in second.text(f"/desk/{case.public_id}/")
    assert "Wie beantragt" in second.text(page)
    assert second.post(page, version=case.version - 1).status_code == 409
    assert second.post(page, version=case.version).status_code == 302
    assert state_of(case) == "granted"
    assert second.post(page, version=case.version).status_code == 409


def test_nobody_prepares_over_what_another_has_prepared(scene, law, settings) -> None:
    settings.TWO_PERSON_RULE = True
    case = accepted(scene, 1)
    seen = case.version
    decide(seen_by(scene.officer), case, outcome="granted", reasons="ja")
    fitness = ground("gia-3-5-a")
    given = {"outcome": "refused", "grounds": fitness, f"evidence_{fitness}": "x"}
    late = decide(seen_by(make_user(Role.ACCESS_OFFICER)), case, **{**given, "version": seen})
    assert late.status_code == 409
    assert "A decision was prepared: granted" in late.content.decode()
    assert Decision.objects.get().outcome == "granted"


def test_the_consent_is_signed_by_road_officers_alone(scene, law) -> None:
    case = reviewed(scene, kind=RequestKind.ROAD_CONSENT)
    network = seen_by(scene.officer)
    page = network.text(f"/desk/{case.public_id}/")
    assert "You run the network" in page and "Prepare the decision" not in page
    form = network.text(f"/desk/{case.public_id}/decision/")
    assert "You run the network" in form and 'class="desk-form' not in form
    refused = decide(network, case, outcome="granted")
    assert refused.status_code == 400 and state_of(case) == "in_review"
    assert not Decision.objects.exists()
    both = make_user(Role.ROAD_OFFICER)
    both.memberships.create(organisation=both.memberships.get().organisation, role=Role.EDITOR)
    refused = decide(seen_by(both), case, outcome="granted")
    assert "You run the network" in refused.content.decode() and state_of(case) == "in_review"
    road = seen_by(make_user(Role.ROAD_OFFICER))
    assert decide(road, case, outcome="granted").status_code == 302
    assert state_of(case) == "granted"


def test_the_network_prepares_a_consent_that_the_road_authority_signs(scene, law, settings) -> None:
    settings.TWO_PERSON_RULE = True
    case = reviewed(scene, kind=RequestKind.ROAD_CONSENT)
    network, address = seen_by(scene.officer), f"/desk/{case.public_id}/"
    page = network.text(address)
    assert "You run the network" in page and "You can prepare it." in page
    assert decide(network, case, outcome="granted").status_code == 302
    other = seen_by(make_user(Role.ACCESS_OFFICER))
    for part in ("", "signature/"):
        page = other.text(f"{address}{part}")
        assert "You run the network" in page and "Sign the decision" not in page
    assert "Read and sign" not in other.text(address)
    road = seen_by(make_user(Role.ROAD_OFFICER))
    assert "Read and sign" in road.text(address) and "You run" not in road.text(address)


def test_a_consent_is_refused_on_no_list_for_access(scene, law) -> None:
    consent = reviewed(scene, kind=RequestKind.ROAD_CONSENT)
    ours, theirs = (RefusalGround.objects.get(code=code) for code in ("tkg-127", "gia-3-5-a"))
    road = make_user(Role.ROAD_OFFICER)
    page = seen_by(road).text(f"/desk/{consent.public_id}/decision/")
    assert str(ours) in page and str(theirs) not in page
    refuse = partial(decision.decide, request=consent, outcome=DecisionOutcome.REFUSED, by=road)
    with refused_as("INVALID_CHOICE"):
        refuse(grounds=[decision.Shown(theirs, "Straße eben erst erneuert")])
    refuse(grounds=[decision.Shown(ours, "Straße eben erst erneuert")])
    access = seen_by(scene.officer).text(f"/desk/{reviewed(scene, 1).public_id}/decision/")
    assert str(theirs) in access and str(ours) not in access


def test_nothing_is_decided_before_it_is_complete(scene, law) -> None:
    case = reviewed(scene, 1)
    access_request.withdraw(request=case, by=scene.north)
    page = seen_by(scene.officer).text(f"/desk/{case.public_id}/decision/")
    assert "there is nothing to decide now" in page


def test_what_another_outcome_hides_does_not_count(scene, law) -> None:
    case, desk = accepted(scene, 1, 2), seen_by(scene.officer)
    unit = HeldUnit.objects.get(holder__claim__request=case, duct=scene.tube(2))
    ticked = {"grounds": ground("gia-3-5-b"), "refused_units": str(unit.pk)}
    assert decide(desk, case, outcome="granted", **ticked).status_code == 302
    assert state_of(case) == "granted"
    assert "Not granted" not in desk.text(f"/desk/{case.public_id}/")
