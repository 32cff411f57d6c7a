"""The list of exempt objects: each with a reason, and what is on it is protected at every door."""

from __future__ import annotations

import pytest

from accounts.roles import Role
from assets.models import Segment, Site
from history.models import Change
from network.corridor import cells_in
from network.routing import Tubes, find_routes
from network.services.capacity_summary import refresh_due
from reservations.models import Exemption
from tests.builders import make_user
from tests.refused import refused_by

pytestmark = pytest.mark.django_db


def exempt(scene, code: str, concept: str = "segment") -> Exemption:
    return Exemption.objects.create(
        concept=concept,
        code=code,
        reason="critical",
        explanation="Leitstelle der Feuerwehr",
        source="§ 79 Abs. 3 TKG",
        added_by=scene.officer,
    )


def test_what_is_on_the_list_is_protected_and_free_again_afterwards(scene) -> None:
    segment, site = scene.network.segments["A-B"], scene.network["A"]
    rows = [exempt(scene, segment.code), exempt(scene, site.code, "site")]
    for one in (segment, site):
        one.refresh_from_db()
        assert one.publication == "protected"
    with refused_by("exempt_stays_protected"):
        Segment.objects.filter(pk=segment.pk).update(publication="public")
    with refused_by("exempt_stays_protected"):
        Site.objects.filter(pk=site.pk).update(code="ANDERS")
    for row in rows:
        row.delete()
    segment.refresh_from_db()
    assert segment.publication == "restricted"


def test_partners_find_no_cell_of_it(scene) -> None:
    refresh_due()
    area = scene.network.segments["A-B"].geom.buffer(100)
    assert cells_in(area, scene.north)
    for name in ("A-B", "B-C"):
        exempt(scene, scene.network.segments[name].code)
    assert cells_in(area, scene.north) == []


def test_partners_find_no_way_through_it(scene) -> None:
    """Their way begins where plant begins that they may hear of."""
    exempt(scene, scene.network.segments["A-B"].code)
    found = {
        viewer: find_routes(
            viewer=viewer,
            start=scene.network["A"].geom,
            end=scene.network["C"].geom,
            requirement=Tubes(),
            period=scene.period,
        )
        for viewer in (scene.north, scene.officer)
    }
    begins = [found[viewer].start.site_id for viewer in (scene.north, scene.officer)]
    assert begins == [scene.network["B"].pk, scene.network["A"].pk]
    lengths = [found[viewer].routes[0].length_m for viewer in (scene.north, scene.officer)]
    assert [round(length, -2) for length in lengths] == [100, 200]


def test_the_list_is_not_for_partners(scene) -> None:
    exempt(scene, scene.network.segments["A-B"].code)
    assert Exemption.objects.visible_to(make_user(Role.VIEWER)).count() == 1
    assert not Exemption.objects.visible_to(scene.north).exists()


def test_the_administration_keeps_it(scene, client) -> None:
    administrator = make_user(Role.ADMINISTRATOR)
    administrator.is_staff = True
    administrator.save()
    client.force_login(administrator)
    facts = {
        "concept": "segment",
        "code": scene.network.segments["A-B"].code,
        "reason": "critical",
        "explanation": "Leitstelle",
        "source": "§ 79",
    }
    assert client.post("/admin/reservations/exemption/add/", facts).status_code == 302
    row = Exemption.objects.get()
    assert row.added_by == administrator
    assert Change.objects.filter(table_name="reservations_exemption").exists()
