"""Minimum information: granted plant exactly, the rest as cells, protected plant not at all."""

from __future__ import annotations

import pytest
from django.contrib.gis.gdal import geometries
from django.contrib.gis.geos import Polygon
from pyogrio.raw import read
from reportlab.graphics.shapes import Rect

from accounts.models import Look
from accounts.roles import Role
from assets.models import Segment
from gis import srid
from network.services.capacity_summary import refresh_due
from reservations.information.contents import gathered
from reservations.information.sketch import sketch
from reservations.models import Exemption
from reservations.services import access_request, information
from tests.builders import make_user
from tests.reservations.access.cases import drafted, granted, reviewed, submitted
from tests.reservations.letters.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known_capacity(scene) -> None:
    refresh_due()


def area(scene) -> Polygon:
    box = Polygon.from_bbox(Segment.objects.get(code=segment(scene)).geom.buffer(200).extent)
    box.srid = srid.STORAGE
    return box


def segment(scene, name: str = "A-B") -> str:
    return scene.network.segments[name].code


def layer(case, viewer, name: str, tmp_path) -> list[dict]:
    path = tmp_path / "package.gpkg"
    path.write_bytes(information.read(case, "gpkg", viewer))
    meta, _fids, shapes, values = read(path, layer=name)
    rows = zip(*values, strict=True) if len(values[0]) else []
    return [
        dict(zip(meta["fields"], row, strict=True)) | {"shape": shape}
        for row, shape in zip(rows, shapes, strict=True)
    ]


def test_cells_are_placed_by_a_transformation_that_is_made_once(scene, monkeypatch) -> None:
    """Made anew for each, 2,000 cells took 17 s."""

    def made_anew(*_given: object) -> None:
        raise AssertionError

    monkeypatch.setattr(geometries.capi, "geom_transform_to", made_anew)
    assert gathered(reviewed(scene, kind="information", area=area(scene))).cells


def test_granted_plant_is_exact_and_the_rest_is_cells(scene, tmp_path) -> None:
    from django.contrib.gis.geos import GEOSGeometry

    case = granted(scene, 1)
    lines = layer(case, scene.north, "trassen", tmp_path)
    assert {line["kennung"] for line in lines} == {segment(scene), segment(scene, "B-C")}
    exact = Segment.objects.get(code=segment(scene))
    found = next(line for line in lines if line["kennung"] == exact.code)
    assert GEOSGeometry(memoryview(found["shape"])).equals(exact.geom)
    assert found["nutzung"] == "Telekommunikation"
    cells = layer(case, scene.north, "zellen", tmp_path)
    assert cells
    for cell in cells:
        west, south, east, north = GEOSGeometry(memoryview(cell["shape"])).extent
        assert (west % 50, south % 50, east - west, north - south) == (0, 0, 50, 50)


def test_before_a_grant_nothing_is_exact(scene, tmp_path) -> None:
    case = reviewed(scene, kind="information", area=area(scene))
    assert layer(case, scene.officer, "trassen", tmp_path) == []
    assert layer(case, scene.officer, "standorte", tmp_path) == []
    assert layer(case, scene.officer, "zellen", tmp_path)
    text = text_of(information.read(case, "pdf", scene.officer))
    assert segment(scene) not in text
    assert "RV.01" not in text


def test_around_ducts_it_is_as_coarse_as_the_corridor(scene) -> None:
    """Without an area a case is about whole cells: less would tell where in them a duct runs."""
    area = gathered(reviewed(scene, 1)).area
    corners = {value for corner in area.exterior_ring.coords for value in corner}
    assert area.area >= 2_500 and {corner % 50 for corner in corners} == {0}


def test_every_part_carries_case_and_recipient(scene, tmp_path) -> None:
    case = granted(scene, 1)
    for name in ("trassen", "standorte", "zellen", "hinweise"):
        rows = layer(case, scene.north, name, tmp_path)
        assert {(row["vorgang"], row["empfaenger"]) for row in rows} == {
            (str(case), case.organisation.name)
        }, name
    text = text_of(information.read(case, "pdf", scene.north))
    assert f"{case} · {case.organisation.name}" in text
    for said in ("Art. 4 Abs. 1", "§ 148 TKG", "Stadt Wuppertal", segment(scene)):
        assert said in text


def test_the_sketch_holds_all_its_cells(scene) -> None:
    package = gathered(granted(scene, 1))
    drawing = sketch(package)
    boxes = [shape for shape in drawing.contents if isinstance(shape, Rect)][1:]
    assert len(boxes) == len(package.cells) > 0
    for box in boxes:
        assert box.x >= 0 and box.x + box.width <= drawing.width
        assert box.y >= 0 and box.y + box.height <= drawing.height


def test_exempt_objects_are_in_no_package(scene, tmp_path) -> None:
    case = reviewed(scene, kind="information", area=area(scene))
    before = len(layer(case, scene.officer, "zellen", tmp_path))
    assert before
    for name in ("A-B", "B-C"):
        Exemption.objects.create(
            concept="segment",
            code=segment(scene, name),
            reason="critical",
            explanation="Leitstelle",
            source="§ 79 Abs. 3 TKG",
            added_by=scene.officer,
        )
    assert layer(case, scene.officer, "zellen", tmp_path) == []


def test_an_end_of_the_grant_ends_what_is_exact(scene) -> None:
    case = granted(scene, 1)
    assert segment(scene) in text_of(information.read(case, "pdf", scene.north))
    access_request.end(request=case, by=scene.north)
    case.refresh_from_db()
    assert not information.is_available(case, scene.north)
    assert segment(scene) not in text_of(information.read(case, "pdf", scene.officer))


def test_who_opens_it_and_that_it_is_recorded(scene, client) -> None:
    case = granted(scene, 1)
    address = f"/cases/{case.public_id}/information.pdf"
    for viewer, status in (
        (scene.north, 200),
        (scene.officer, 200),
        (scene.south, 404),
        (make_user(Role.VIEWER), 404),
    ):
        client.force_login(viewer)
        assert client.get(address).status_code == status
    client.logout()
    assert client.get(address).status_code == 302
    looks = Look.objects.order_by("pk").values_list("person", "door", "cases")
    assert list(looks) == [
        (viewer.pk, "case-information-pdf", [str(case)]) for viewer in (scene.north, scene.officer)
    ]


def test_before_it_is_granted_the_applicant_gets_none(scene, client) -> None:
    client.force_login(scene.north)
    for case in (
        submitted(scene, kind="information", area=area(scene)),
        drafted(scene, kind="information", area=area(scene)),
    ):
        assert client.get(f"/cases/{case.public_id}/information.gpkg").status_code == 404


def test_without_an_area_it_says_so(scene, client) -> None:
    case = reviewed(scene, kind="information")
    client.force_login(scene.officer)
    answer = client.get(f"/cases/{case.public_id}/information.gpkg")
    assert (answer.status_code, answer.json()["code"]) == (400, "AREA_NEEDED")
