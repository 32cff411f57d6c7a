"""Which site a place leads to tells partners nothing finer than the cells of 50 m."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from psycopg2.extras import DateRange

from accounts.models import Grant, User
from assets.models import Site
from gis.refusals import Refusal
from tests.builders import (
    Network,
    make_duct,
    make_duct_type,
    make_organisation,
    make_segment,
    make_site,
    make_user,
    place,
)
from tests.network.routing.conftest import Ask

pytestmark = pytest.mark.django_db

FAR = 1_000


@pytest.fixture
def partner() -> User:
    return make_user("partner", make_organisation("nord", "carrier"))


def line(name: str, *easts: float, north: float) -> Network:
    """Sites along a street, each with a duct to the next."""
    network = Network()
    for number, east in enumerate(easts):
        site = network.sites[f"{name}{number}"] = make_site(f"{name}{number}", east, north)
        if number:
            start = network[f"{name}{number - 1}"]
            network.segments[f"{start.code}-{site.code}"] = make_segment(start, site)
            make_duct(network, f"{start.code}-{site.code}", type=make_duct_type("7x1.5", "tube"))
    return network


def heard(ask: Ask, viewer: User, network: Network, north: float) -> list[str]:
    """What is said of points along the street, each 10 m further: the site's number or the code."""
    far = list(network.sites.values())[-1]
    answers = []
    for east in range(-300, 160, 10):
        try:
            found = ask(place(east, north), far.geom, viewer=viewer)
        except Refusal as refusal:
            answers.append(refusal.code)
        else:
            answers.append(Site.objects.get(pk=found.start.site_id).code[1:])
    return answers


def granted(partner: User, site: Site) -> User:
    """The partner, to whose organisation the site is open from today on."""
    today = timezone.localdate()
    grant = Grant.objects.create(
        organisation=partner.memberships.get().organisation,
        case_reference="F-1",
        valid=DateRange(today, today + dt.timedelta(days=9)),
    )
    grant.sites.add(site)
    return User.objects.get(pk=partner.pk)


def test_partners_do_not_learn_where_in_its_cell_a_site_lies(ask, partner, planner) -> None:
    west = line("W", 3, 103, 403, north=4)
    east = line("E", 47, 147, 447, north=FAR + 46)
    told = [heard(ask, partner, one, north) for one, north in ((west, 25), (east, FAR + 25))]
    known = [heard(ask, planner, one, north) for one, north in ((west, 25), (east, FAR + 25))]
    assert told[0] == told[1] and {"NO_SITE_NEAR", "0", "1"} <= set(told[0])
    assert known[0] != known[1], "or these places could not have told it"


def test_a_protected_site_is_none(ask, partner, planner) -> None:
    network = line("P", 0, 400, north=0)
    far = network["P1"].geom
    assert ask(place(3), far, viewer=partner).start.site_id == network["P0"].pk
    Site.objects.filter(code="P0").update(publication="protected")
    with pytest.raises(Refusal) as refused:
        ask(place(3), far, viewer=partner)
    assert refused.value.code == "NO_SITE_NEAR"
    assert ask(place(3), far, viewer=planner).start.site_id == network["P0"].pk


def test_a_site_that_was_granted_is_found_where_it_is(ask, partner) -> None:
    """Though another, not seen, lies in the same cell."""
    network = line("N", 3, 40, 400, north=3)
    viewer = granted(partner, network["N1"])
    found = ask(place(42, 3), network["N2"].geom, viewer=viewer)
    assert found.start == (network["N1"].pk, pytest.approx(2))


def test_a_grant_leads_a_place_to_no_other_site(ask, partner) -> None:
    """Seen, the site is 33 m away; the other one, not seen, counts as the middle of their cell."""
    network = line("G", 48, 20, 400, north=3)
    asked = place(15, 3), network["G2"].geom
    before = ask(*asked, viewer=partner).start.site_id
    assert before == network["G0"].pk
    viewer = granted(partner, network["G0"])
    assert ask(*asked, viewer=viewer).start.site_id == before
