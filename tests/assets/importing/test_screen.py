"""Importing on the screen: file, preview, trial, import; refused, cancelled, interrupted."""

import json
import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Organisation
from assets.importing import run, shipped
from assets.models import Delivery, Segment, Site
from assets.models.delivery import DeliveryState
from assets.services import delivery as deliveries
from assets.views import delivery as views
from gis import srid
from history.models import Change
from tests.builders import ORIGIN, make_site, make_user
from tests.gis.uploads import files

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("front_end_unbuilt"),
]


@pytest.fixture(autouse=True)
def waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The click waits until the work is done."""
    monkeypatch.setattr(views, "SHORT_S", 60)


def browser(role: str = "editor") -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.person = make_user(role)
    client.force_login(client.person)
    return client


def collection(*rows: tuple[dict, list]) -> bytes:
    """Features at metres from the origin of drawn networks."""
    features = [
        {"type": "Feature", "properties": row, "geometry": _geometry(place)} for row, place in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _geometry(place: list) -> dict:
    if isinstance(place[0], tuple):
        return {"type": "LineString", "coordinates": [_degrees(*one) for one in place]}
    return {"type": "Point", "coordinates": _degrees(*place)}


def _degrees(east: float, north: float) -> list[float]:
    point = Point(ORIGIN[0] + east, ORIGIN[1] + north, srid=srid.STORAGE)
    point.transform(srid.WEB)
    return [point.x, point.y]


LINES = collection(
    ({"nr": "T-1", "name": "Marktgasse"}, [(0, 0), (100, 0)]),
    ({"nr": "T-2", "name": "Schleife"}, [(0, 50), (100, 50), (50, 80), (50, 20)]),
)
"""The second one crosses itself."""


def sent(client: Client, name: str = "trassen.geojson", data: bytes = LINES):
    return client.post("/imports/", {"file": files.sent(name, data)})


def delivered(client: Client, *args) -> Delivery:
    answer = sent(client, *args)
    assert answer.status_code == 302, answer.content.decode()
    return Delivery.objects.get(pk=answer["Location"].split("/")[-2])


def shown(client: Client, one: Delivery, **query: str) -> str:
    return client.get(f"/imports/{one.pk}/", query).content.decode()


def tried(client: Client, one: Delivery, name: str = "draft", mapping: str = "") -> Delivery:
    said = {"mapping_name": name, "mapping": mapping}
    answer = client.post(f"/imports/{one.pk}/try/", said)
    assert answer.status_code == 302, answer.content.decode()
    one.refresh_from_db()
    return one


def test_an_import_is_taken_back_and_done_again() -> None:
    client = browser()
    one = tried(client, delivered(client))
    client.post(f"/imports/{one.pk}/import/")
    assert Segment.objects.count() == 1 and Site.objects.count() == 2
    assert "Take the import back" in shown(client, one)
    foreign = browser("planner").post(f"/imports/{one.pk}/take-back/")
    assert foreign.status_code == 404 and Segment.objects.count() == 1

    name = Segment.objects.get().name
    Segment.objects.update(name="newer")
    refused = client.post(f"/imports/{one.pk}/take-back/")
    assert refused.status_code == 400
    assert "name is now “newer”, you left “Marktgasse”" in refused.content.decode()
    assert Segment.objects.count() == 1
    Segment.objects.update(name=name)
    assert client.post(f"/imports/{one.pk}/take-back/").status_code == 302
    assert not Segment.objects.exists() and not Site.objects.exists()
    one.refresh_from_db()
    assert (one.state, one.result) == (DeliveryState.READ, None)
    assert client.post(f"/imports/{one.pk}/take-back/").status_code == 400
    client.post(f"/imports/{tried(client, one).pk}/import/")
    assert Segment.objects.count() == 1


def test_a_file_is_previewed_tried_and_imported_with_its_reports() -> None:
    client = browser()
    one = delivered(client)
    page = shown(client, one)
    assert one.state == DeliveryState.READ
    assert "Marktgasse" in page and "trassen → Route segment" in page and "Draft made" in page

    tried(client, one)
    assert one.state == DeliveryState.TRIED
    counts = one.result["counts"]["segment"]
    assert (counts["read"], counts["created"], counts["refused"]) == (2, 1, 1)
    assert not Segment.objects.exists() and not Site.objects.exists()
    page = shown(client, one)
    assert "The line crosses or touches itself." in page and f"/?i={one.pk}&amp;c=51." in page
    found = b"".join(client.get(f"/imports/{one.pk}/findings.json"))
    assert "self_crossing" not in json.dumps(one.result)
    assert {f["properties"]["severity"] for f in json.loads(found)["features"]} >= {"error"}

    assert client.post(f"/imports/{one.pk}/import/").status_code == 302
    one.refresh_from_db()
    assert one.state == DeliveryState.IMPORTED
    made = Segment.objects.get()
    assert (made.name, made.source_system, made.source_id) == ("Marktgasse", "trassen", "T-1")
    change = Change.objects.get(table_name="assets_segment")
    assert (change.actor_id, change.reason) == (
        client.person.pk,
        "import trassen.geojson (draft)",
    )
    for ending, word in (("txt", b"T-2"), ("json", b"self_crossing"), ("gpkg", b"SQLite")):
        report = client.get(f"/imports/{one.pk}/report.{ending}")
        assert word in b"".join(report) and "attachment" in report["Content-Disposition"]
    assert client.post(f"/imports/{one.pk}/import/").status_code == 400


def test_the_mapping_that_fits_is_proposed_and_another_can_be_chosen() -> None:
    client = browser()
    streets = ({"NUMMER": "7", "LANGNAME": "Domstr", "SHAPE_LEN": 1.5}, [(0, 0), (10, 0)])
    one = delivered(client, "strassen.geojson", collection(streets))
    page = shown(client, one)
    assert re.search(r'<option value="koeln-strassen" selected>[^(]*</option>', page)
    assert "(does not fit this file)" in page
    assert re.search(r">LANGNAME</label></th><td[^>]*>Domstr</td>", page)
    other = shown(client, one, mapping="lorawan-gateways")
    assert "the file has no such layer" in other or "column is missing" in other
    assert set(shipped.names()) <= set(re.findall(r'<option value="([a-z0-9-]+)"', page))


def test_an_own_mapping_is_checked_with_key_and_line() -> None:
    client = browser()
    one = delivered(client)
    wrong = one.draft.replace("open_cut", "dug_out")
    answer = client.post(f"/imports/{one.pk}/try/", {"mapping_name": "draft", "mapping": wrong})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'id="mapping-error"' in page and "dug_out" in page and "import.0.fields.kind" in page
    one.refresh_from_db()
    assert one.state == DeliveryState.READ

    right = one.draft.replace("open_cut", "drilled")
    assert tried(client, one, "draft", right).state == DeliveryState.TRIED
    client.post(f"/imports/{one.pk}/import/")
    assert Segment.objects.get().kind == "drilled"


def test_layers_of_one_name_are_told_apart_and_what_fits_nothing_says_so() -> None:
    client = browser()
    twice = {
        "orte.csv": b"id;x;y\n1;370000;5680000\n",
        "orte.geojson": collection(({"id": "7"}, [0, 0])),
    }
    one = tried(client, delivered(client, "orte.zip", files.zipped(twice)))
    assert one.state == DeliveryState.TRIED, one.problem
    assert one.result["counts"]["site"]["created"] == 2
    table = delivered(client, "liste.csv", b"a;b\n1;2\n")
    assert "No shipped mapping fits this file" in shown(client, table)


REFUSED = {
    "not what it says": ("plan.gpkg", LINES, "contains"),
    "a picture": ("foto.jpg", files.jpeg(), "cannot be imported"),
    "nothing": ("leer.geojson", b"", "empty"),
    "bomb": ("daten.zip", files.bomb(), "It did not work"),
    "half a zip": ("daten.zip", files.zipped({"a.csv": b"x;y" * 99})[:80], "damaged"),
}


def test_a_bad_file_ends_with_a_sentence(settings) -> None:
    settings.IMPORT_MAX_UNPACKED_MB = 5
    client = browser()
    for name, data, words in REFUSED.values():
        answer = client.post("/imports/", {"file": files.sent(name, data)}, follow=True)
        assert words in answer.content.decode(), name
    settings.UPLOAD_MAX_MB = 1
    before = Delivery.objects.count()
    answer = sent(client, "trassen.geojson", LINES + b" " * 1_000_001)
    assert answer.status_code == 400 and 'id="file-error"' in answer.content.decode()
    assert Delivery.objects.count() == before and not Segment.objects.exists()


def test_only_editors_of_the_whole_plant_import_and_each_sees_the_own() -> None:
    own = delivered(browser())
    for role in ("viewer", "partner", "contractor_editor", "auditor"):
        client = browser(role)
        answers = [
            client.get("/imports/"),
            sent(client),
            client.get(f"/imports/{own.pk}/"),
            client.post(f"/imports/{own.pk}/import/"),
            client.post(f"/imports/{own.pk}/cancel/"),
            client.get(f"/imports/{own.pk}/findings.json"),
        ]
        assert {one.status_code for one in answers} == {403}
    assert Delivery.objects.count() == 1
    assert Client().get("/imports/").status_code == 302
    other = browser()
    assert other.get(f"/imports/{own.pk}/").status_code == 404
    assert other.post(f"/imports/{own.pk}/forget/").status_code == 404


def test_cancelling_stops_it_at_once_and_nothing_stays(monkeypatch) -> None:
    client = browser()
    one = tried(client, delivered(client))
    begun = threading.Event()

    def slow(_job) -> None:
        Organisation.objects.create(code="halb", name="Halb", kind="carrier")
        begun.set()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(60)")

    monkeypatch.setattr(run, "run_engine", slow)
    deliveries.import_tried(delivery=one, by=client.person, language="en")
    thread = run.beside(one)
    assert begun.wait(20)
    assert "Cancel" in shown(client, one)
    assert client.post(f"/imports/{one.pk}/cancel/").status_code == 302
    thread.join(20)
    assert not thread.is_alive()
    one.refresh_from_db()
    assert one.state == DeliveryState.CANCELLED
    assert not Organisation.objects.filter(code="halb").exists()
    assert "nothing was changed" in shown(client, one)


def test_who_cancels_before_the_end_undoes_all_of_an_import(monkeypatch) -> None:
    """The last moment: the work is done, but not yet said to be done."""
    client = browser()
    one = tried(client, delivered(client))
    deliveries.import_tried(delivery=one, by=client.person, language="en")
    keep = run._keep

    def cancelled_meanwhile(delivery, report) -> None:
        keep(delivery, report)
        other = threading.Thread(target=_cancel, args=(one, client.person))
        other.start()
        other.join()

    monkeypatch.setattr(run, "_keep", cancelled_meanwhile)
    run.work(one)
    one.refresh_from_db()
    assert one.state == DeliveryState.CANCELLED
    assert not Segment.objects.exists()


def _cancel(one: Delivery, person) -> None:
    try:
        assert deliveries.cancel(delivery=one, by=person)
    finally:
        connection.close()


def test_one_at_a_time_and_what_a_stopped_server_left_begins_again() -> None:
    client = browser()
    one = tried(client, delivered(client))
    Delivery.objects.filter(pk=one.pk).update(state=DeliveryState.IMPORTING)
    answer = sent(client)
    assert answer.status_code == 400 and "still running" in answer.content.decode()
    dead = timezone.now() - timedelta(minutes=5)
    Delivery.objects.filter(pk=one.pk).update(alive_at=dead)
    assert "was stopped meanwhile" in shown(client, one)
    assert tried(client, one).state == DeliveryState.TRIED


def test_old_deliveries_are_deleted_with_their_files() -> None:
    client = browser()
    one = delivered(client)
    Delivery.objects.filter(pk=one.pk).update(created_at=timezone.now() - timedelta(days=8))
    folder = Path(one.folder)
    assert folder.exists()
    other = delivered(client)
    assert not folder.exists()
    assert list(Delivery.objects.all()) == [other]
    client.post(f"/imports/{other.pk}/forget/")
    assert not Path(other.folder).exists() and not Delivery.objects.exists()


def test_an_import_keeps_what_was_edited_here() -> None:
    client = browser()
    make_site("besteht", 5)
    one = tried(client, delivered(client))
    client.post(f"/imports/{one.pk}/import/")
    Segment.objects.update(name="hier geändert")
    again = tried(client, delivered(client))
    assert again.result["counts"]["segment"]["conflict"] == 1
    client.post(f"/imports/{again.pk}/import/")
    assert Segment.objects.get().name == "hier geändert"
