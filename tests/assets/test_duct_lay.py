"""Laying ducts and bundles, changing and parting with them."""

from datetime import date

import pytest

from assets.models import Duct, DuctSection
from assets.services import duct
from assets.services.path import Step
from gis.refusals import NotFound, NotPermitted, Refusal, StaleVersion
from network.models import Holder
from tests.assets.looking import path_of
from tests.builders import (
    make_area,
    make_bundle,
    make_bundle_type,
    make_cable,
    make_claim,
    make_duct,
    make_duct_type,
    make_line_network,
    make_organisation,
    make_user,
)

pytestmark = pytest.mark.django_db


def facts(code: str = "RV-12", **more):
    return {"code": code, "type": make_duct_type(), "owner": make_organisation(), **more}


def test_a_bundle_brings_its_tubes_and_may_run_through_a_pipe(editor) -> None:
    """A--B--C--D: the bundle lies in a protection pipe from B to C only."""
    network = make_line_network("A-B-C-D")
    pipe = make_duct(network, "B-C", code="Durchörterung Höhne")
    steps = [
        Step(network["A-B"]),
        Step(network["B-C"], inside=pipe, position=1),
        Step(network["C-D"]),
    ]
    bundle = duct.lay(path=steps, by=editor, **facts(type=make_bundle_type(24)))
    assert (bundle.start_site, bundle.end_site) == (network["A"], network["D"])
    assert list(bundle.sections.order_by("rank").values_list("level", flat=True)) == [0, 1, 0]
    tube = Duct.objects.get(code="RV-12.07")
    assert (tube.bundle, tube.number, tube.type.code) == (bundle, 7, "7x1.5")
    assert path_of(tube) == ["A", "B", "C", "D"]
    assert set(tube.sections.values_list("parent__duct__code", "position")) == {("RV-12", 7)}
    assert bundle.tubes.count() == 24
    assert Holder.objects.filter(kind="duct", duct=bundle).exists()


def test_direction_follows_the_path(editor) -> None:
    """A--B--C laid from C to A; a single segment is laid from the start that is named."""
    network = make_line_network("A-B-C")
    steps = [Step(network["B-C"]), Step(network["A-B"])]
    assert path_of(duct.lay(path=steps, by=editor, **facts("1"))) == ["C", "B", "A"]
    single = [Step(network["A-B"])]
    turned = duct.lay(path=single, by=editor, start_site=network["B"], **facts("2"))
    assert path_of(turned) == ["B", "A"]


def test_malformed_paths_are_refused(editor) -> None:
    network = make_line_network("A-B-C-D")
    pipe = make_duct(network, "A-B")
    ab, bc, cd = (Step(network[name]) for name in ("A-B", "B-C", "C-D"))
    elsewhere = Step(network["B-C"], inside=pipe)
    for steps, code in (
        ([], "REQUIRED"),
        ([ab, cd], "NOT_CONTIGUOUS"),
        ([ab, bc, bc], "ALREADY_THERE"),
        ([elsewhere], "NOT_IN_SEGMENT"),
    ):
        with pytest.raises(Refusal) as refused:
            duct.lay(path=steps, by=editor, **facts())
        if code != "ALREADY_THERE":
            assert (refused.value.code, refused.value.field) == (code, "path")
    assert Duct.objects.count() == 1


def test_what_is_missing_or_malformed_is_named(editor) -> None:
    network = make_line_network("A-B")
    path = [Step(network["A-B"])]
    for bad, field in (
        ({"type": None}, "type"),
        ({"owner": None}, "owner"),
        ({"code": ""}, "code"),
        ({"code": "x" * 81}, "code"),
        ({"life_cycle": "lost"}, "life_cycle"),
    ):
        with pytest.raises(Refusal) as refused:
            duct.lay(path=path, by=editor, **{**facts(), **bad})
        assert refused.value.field == field
    with pytest.raises(TypeError):
        duct.lay(path=path, by=editor, **{**facts(), "version_of_my_own": 3})


def test_a_contractor_lays_inside_the_area_only() -> None:
    """A--B--C, the area ends between B and C."""
    network = make_line_network("A-B-C")
    contractor = make_user("contractor_editor", area=make_area(west=-10, east=110))
    duct.lay(path=[Step(network["A-B"])], by=contractor, **facts("in"))
    with pytest.raises(NotPermitted):
        duct.lay(path=[Step(network["A-B"]), Step(network["B-C"])], by=contractor, **facts("out"))
    beyond = make_duct(network, "A-B-C")
    with pytest.raises(NotPermitted):
        duct.change(duct=beyond, by=contractor, name="mine")


def test_versions_and_visibility(editor) -> None:
    network = make_line_network("A-B")
    pipe = make_duct(network, "A-B")
    changed = duct.change(duct=pipe, by=editor, version=1, name="Düker")
    assert (changed.version, changed.name) == (2, "Düker")
    with pytest.raises(StaleVersion) as stale:
        duct.change(duct=pipe, by=editor, version=1, name="Durchlass")
    assert stale.value.details == {"current": 2}
    for role, error in (("partner", NotPermitted), ("viewer", NotPermitted)):
        with pytest.raises(error):
            duct.change(duct=pipe, by=make_user(role), name="x")
    with pytest.raises(NotFound):
        outside = make_user("contractor_editor", area=make_area(west=5_000, east=6_000))
        duct.change(duct=pipe, by=outside, name="x")
    pipe.refresh_from_db()
    assert pipe.name == "Düker"


def test_removal_lists_what_is_in_use_and_deletion_lists_everything(editor) -> None:
    network = make_line_network("A-B")
    bundle = make_bundle(network, "A-B", tubes=2)
    tube = bundle.tubes.get(number=1)
    cable = make_cable(network, "A-B", inside=tube, code="K1")
    free = bundle.tubes.get(number=2)
    make_claim(make_organisation("traeger", "carrier"), (free, network["A"], network["B"]))

    assert _codes(duct.remove, bundle, editor) == {"RV.01", "RV.02"}
    holder = Holder.objects.get(kind="claim")
    planner = make_user("planner")
    assert _codes(duct.remove, bundle, planner, with_tubes=True) == {"K1", str(holder.pk)}
    assert _codes(duct.remove, bundle, editor, with_tubes=True) == {"K1"}  # not whose claim it is
    holder.period = (date(2020, 1, 1), date(2020, 2, 1))
    holder.save()
    cable.life_cycle = "removed"
    cable.save()
    duct.remove(duct=bundle, by=editor, with_tubes=True)
    assert set(Duct.objects.values_list("life_cycle", flat=True)) == {"removed"}
    assert not DuctSection.objects.filter(is_live=True).exists()
    assert _codes(duct.delete, bundle, planner, with_tubes=True) == {"K1", str(holder.pk)}


def test_a_bundle_nobody_uses_is_deleted_with_its_tubes(editor) -> None:
    network = make_line_network("A-B")
    bundle = make_bundle(network, "A-B", tubes=2)
    duct.delete(duct=bundle, by=editor, with_tubes=True)
    assert not Duct.objects.exists() and not DuctSection.objects.exists()


def _codes(service, bundle: Duct, editor, **options) -> set[str]:
    with pytest.raises(Refusal) as refused:
        service(duct=bundle, by=editor, **options)
    assert refused.value.code == "IN_THE_WAY"
    return {obstacle["code"] for obstacle in refused.value.details["obstacles"]}
