"""Cables with and without a path, gateways with antennas, catalogues."""

import pytest

from assets.models import Address, Cable, DuctType, Gateway, Project
from assets.services import cable, catalogue, gateway
from assets.services.path import Step
from gis.refusals import NotPermitted, Refusal
from network.models import HeldUnit, Holder
from tests.assets.looking import path_of
from tests.builders import (
    make_cable,
    make_cable_type,
    make_duct,
    make_duct_type,
    make_gateway,
    make_line_network,
    make_organisation,
    make_site,
    make_user,
    place,
)

pytestmark = pytest.mark.django_db


def facts(code: str = "K-1", **more):
    return {"code": code, "type": make_cable_type(24, 2), "owner": make_organisation(), **more}


def test_a_cable_is_pulled_where_there_is_a_duct_and_buried_elsewhere(editor) -> None:
    network = make_line_network("A-B-C")
    pipe = make_duct(network, "A-B")
    steps = [Step(network["B-C"]), Step(network["A-B"], inside=pipe, slack_m=10)]
    made = cable.create(path=steps, by=editor, route_quality="surveyed", **facts())
    assert path_of(made) == ["C", "B", "A"]
    laying = made.sections.order_by("rank").values_list("laying", "duct_section__duct", "slack_m")
    assert list(laying) == [("buried", None, 0), ("duct", pipe.pk, 10)]
    assert (made.strands.count(), made.tubes.count()) == (24, 2)
    assert Holder.objects.get(cable=made).lines.count() == 1


def test_a_cable_may_have_no_path(editor) -> None:
    made = cable.create(by=editor, start_site=make_site("A"), **facts())
    assert not made.sections.exists() and made.fibre_count == 24


def test_rerouting_keeps_the_strands_and_their_claims(editor) -> None:
    network = make_line_network("A-B-C, A-X-C")
    pulled = make_cable(network, "A-B-C")
    strand = pulled.strands.first()
    path = [Step(network["A-X"]), Step(network["X-C"])]
    moved = cable.reroute(cable=pulled, path=path, by=editor, version=1)
    assert path_of(moved) == ["A", "X", "C"] and moved.strands.first() == strand


def test_what_needs_a_strand_stands_in_the_way_of_its_cable(editor) -> None:
    network = make_line_network("A-B")
    fed = make_cable(network, "A-B", code="K1")
    strand = fed.strands.get(number=3)
    make_gateway(network["B"], "GW", backhaul="fibre", backhaul_strand=strand)
    claim = Holder.objects.create(
        kind="claim",
        organisation=make_organisation(),
        effect="reserved",
        period=("2026-01-01", "2040-01-01"),
    )
    HeldUnit.objects.create(holder=claim, strand=strand)
    planner = make_user("planner")
    for service in (cable.remove, cable.delete):
        with pytest.raises(Refusal) as refused:
            service(cable=fed, by=planner)
        codes = {one["code"] for one in refused.value.details["obstacles"]}
        assert codes == {"GW", str(claim.pk)}


def test_the_number_of_fibres_is_for_life(editor) -> None:
    network = make_line_network("A-B")
    pulled = make_cable(network, "A-B")
    same = make_cable_type(12, 1, outer_mm=3.0)
    assert cable.change(cable=pulled, by=editor, type=same).type == same
    with pytest.raises(Refusal) as refused:
        cable.change(cable=pulled, by=editor, type=make_cable_type(24, 2))
    assert refused.value.details["constraint"] == "cable_fibre_count_fixed"


def test_a_gateway_with_antennas(editor) -> None:
    mast = make_site("M", kind="mast")
    own = {"site": mast, "network": "stadt", "network_gateway_id": "gw-1", "owner": mast.owner}
    made = gateway.create(
        by=editor,
        code="GW-1",
        eui="A8:40:41:FF:FF:1E:10:B4",
        antennas=[{"height_m": 22.0, "gain_dbi": 5.8}, {"height_m": 20.0, "azimuth_deg": 90}],
        **own,
    )
    assert made.eui == "a84041ffff1e10b4" and made.antennas.count() == 2
    gateway.change(gateway=made, by=editor, antennas=[{"height_m": 25.0}])
    assert made.antennas.get().height_m == 25
    for bad, field in (
        ({"eui": "a8"}, None),
        ({"demodulators": 0}, None),
        ({"demodulators": -1}, "demodulators"),
        ({"antennas": [{"azimuth_deg": 400}]}, None),
        ({"antennas": [{"height_m": "high"}]}, "height_m"),
    ):
        with pytest.raises(Refusal) as refused:
            gateway.change(gateway=made, by=editor, **bad)
        assert field is None or refused.value.field == field
    made.refresh_from_db()
    assert (made.demodulators, made.antennas.get().height_m) == (8, 25)
    gateway.delete(gateway=made, by=editor)
    assert not Gateway.objects.exists()


def test_catalogues_are_the_administrators(editor) -> None:
    thick = make_duct_type("50x4.6")
    thick.name = "KSR 50"
    with pytest.raises(NotPermitted):
        catalogue.save(record=thick, by=editor)
    catalogue.save(record=thick, by=make_user("administrator"))
    network = make_line_network("A-B")
    make_duct(network, "A-B", code="R")
    with pytest.raises(Refusal) as refused:
        catalogue.delete(record=DuctType.objects.get(code="50x4.6"), by=make_user("administrator"))
    assert refused.value.code == "IN_THE_WAY" and "R" in str(refused.value)


def test_editors_keep_projects_and_addresses(editor) -> None:
    catalogue.save(record=Project(code="WF-2", name="Weiße Flecken Los 2"), by=editor)
    street = Address(
        building_id="DENW01", street="Höhne", house_number=12, town="Wuppertal", geom=place(0)
    )
    catalogue.save(record=street, by=editor)
    with pytest.raises(Refusal) as refused:
        catalogue.save(record=Project(code="", name="x"), by=editor)
    assert refused.value.field == "code"
    assert Project.objects.count() == Address.objects.count() == 1
    assert not Cable.objects.exists()
