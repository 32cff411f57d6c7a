"""Mappings kept under a name: used again for the next delivery, replaced, deleted, refused."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from assets.importing import shipped
from assets.models import Delivery, KeptMapping, Segment
from assets.models.delivery import DeliveryState
from tests.assets.importing.test_screen import (
    browser,
    collection,
    delivered,
    shown,
    tried,
    waiting,  # noqa: F401 (a fixture)
)
from tests.gis.uploads import files

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("front_end_unbuilt"),
]

MARCH = collection(({"nr": "T-1", "strasse": "Marktgasse", "lage": "x"}, [(0, 0), (100, 0)]))
APRIL = collection(({"nr": "T-9", "strasse": "Hofaue", "lage": "y"}, [(0, 60), (100, 60)]))


def kept(client, one: Delivery, name: str, text: str = "", **said: str):
    said |= {"mapping": text or one.draft, "kept_name": name, "keep_named": "1"}
    return client.post(f"/imports/{one.pk}/try/", {"mapping_name": "draft", **said})


def own_text(one: Delivery) -> str:
    return one.draft.replace("open_cut", "drilled") + 'name = "strasse"\n'


def test_the_next_delivery_of_another_name_is_imported_with_what_was_kept() -> None:
    client = browser()
    march = delivered(client, "trassen-maerz.geojson", MARCH)
    assert kept(client, march, "  Meier   Los 3 ", own_text(march)).status_code == 302
    march.refresh_from_db()
    assert (march.state, march.mapping_name) == (DeliveryState.READ, "Meier Los 3")

    colleague = browser("planner")
    april = delivered(colleague, "trassen-april.geojson", APRIL)
    page = shown(colleague, april)
    assert re.search(r'<option value="Meier Los 3" selected>Meier Los 3 \(kept here\)<', page)
    assert "trassen-april → Route segment" in page
    tried(colleague, april, "Meier Los 3")
    assert (april.state, april.problem) == (DeliveryState.TRIED, "")
    colleague.post(f"/imports/{april.pk}/import/")
    made = Segment.objects.get()
    assert (made.kind, made.name, made.source_id) == ("drilled", "Hofaue", "T-9")


def test_layers_of_the_same_columns_are_each_taken_once() -> None:
    client = browser()
    one = delivered(client, "m.zip", files.zipped({"a.geojson": MARCH, "b.geojson": APRIL}))
    kept(client, one, "zwei")
    other = files.zipped({"c.geojson": MARCH, "d.geojson": APRIL})
    again = tried(client, delivered(client, "n.zip", other), "zwei")
    assert (again.state, again.problem) == (DeliveryState.TRIED, "")
    assert re.findall(r'layer = "(\w)"', again.mapping) == ["c", "d"]
    assert again.result["counts"]["segment"]["created"] == 2


def test_a_file_without_the_columns_is_told_not_to_fit() -> None:
    client = browser()
    kept(client, one := delivered(client, "a.geojson", MARCH), "Meier", own_text(one))
    foreign = delivered(client, "b.geojson", collection(({"x": "1"}, [(0, 0), (9, 0)])))
    page = shown(client, foreign)
    assert "Meier (does not fit this file)" in page
    assert '<option value="draft" selected' in page


def test_a_name_in_use_is_replaced_only_if_that_is_said() -> None:
    client = browser()
    one = delivered(client, "a.geojson", MARCH)
    kept(client, one, "Meier")
    answer = kept(client, one, "MEIER", own_text(one))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "is kept already, by" in page and 'id="kept-name-error"' in page
    assert 'value="MEIER"' in page and 'name="replace"' in page
    assert "drilled" not in KeptMapping.objects.get().text
    one.refresh_from_db()
    assert "drilled" not in one.mapping, "nothing of a refused request stays"

    planner = browser("planner")
    two = delivered(planner, "a.geojson", MARCH)
    assert kept(planner, two, "MEIER", own_text(two), replace="1").status_code == 302
    only = KeptMapping.objects.get()
    assert (only.name, only.person) == ("MEIER", planner.person)
    assert "drilled" in only.text


@pytest.mark.parametrize("name", ["", "  ", "draft", "x" * 61, "a\0b", *shipped.names()[:1]])
def test_names_that_cannot_be_kept(name: str) -> None:
    client = browser()
    one = delivered(client, "a.geojson", MARCH)
    answer = kept(client, one, name)
    assert answer.status_code == 400 and 'id="kept-name-error"' in answer.content.decode()
    assert not KeptMapping.objects.exists()


def test_a_wrong_mapping_is_not_kept() -> None:
    client = browser()
    one = delivered(client, "a.geojson", MARCH)
    answer = kept(client, one, "Meier", one.draft.replace("open_cut", "dug_out"))
    assert answer.status_code == 400 and 'id="mapping-error"' in answer.content.decode()
    assert not KeptMapping.objects.exists()


def test_one_that_a_release_made_wrong_stops_nobody() -> None:
    client = browser()
    KeptMapping.objects.create(name="Alt", text="[[import]]\ntarget = 'no such'\n")
    one = delivered(client, "a.geojson", MARCH)
    assert "Alt (does not fit this file)" in shown(client, one)
    assert shown(client, one, mapping="Alt")
    answer = client.post(f"/imports/{one.pk}/try/", {"mapping_name": "Alt", "mapping": ""})
    assert answer.status_code == 400


def test_it_is_deleted_from_the_list_by_those_who_import() -> None:
    client = browser()
    kept(client, delivered(client, "a.geojson", MARCH), "Meier")
    address = f"/imports/mappings/{KeptMapping.objects.get().pk}/forget/"
    assert address in client.get("/imports/").content.decode()
    for role in ("viewer", "partner", "contractor_editor"):
        assert browser(role).post(address).status_code == 403
    assert client.get(address).status_code == 302 and KeptMapping.objects.exists()
    assert client.post(address).status_code == 302
    assert not KeptMapping.objects.exists()
    assert client.post(address).status_code == 404


BACK = "/imports/mappings/bring-back/"


def test_what_was_deleted_is_brought_back_as_it_was() -> None:
    client = browser()
    kept(client, delivered(client, "a.geojson", MARCH), "Meier")
    before = KeptMapping.objects.values().get()
    client.post(f"/imports/mappings/{before['id']}/forget/")
    assert "“Meier” was deleted." in client.get("/imports/").content.decode()
    assert client.get(BACK).status_code == 302 and not KeptMapping.objects.exists()

    other = browser("planner")
    assert "was deleted" not in other.get("/imports/").content.decode()
    assert other.post(BACK).status_code == 302 and not KeptMapping.objects.exists()

    assert client.post(BACK).status_code == 302
    after = KeptMapping.objects.values().get()
    assert abs(after.pop("kept_at") - before.pop("kept_at")) < timedelta(milliseconds=1)
    assert after == before
    assert "was deleted" not in client.get("/imports/").content.decode()
    assert client.post(BACK).status_code == 302 and KeptMapping.objects.count() == 1


def test_it_comes_back_under_no_name_that_is_in_use_by_then_and_waits() -> None:
    client = browser()
    kept(client, one := delivered(client, "a.geojson", MARCH), "Meier")
    client.post(f"/imports/mappings/{KeptMapping.objects.get().pk}/forget/")
    kept(client, one, "MEIER", own_text(one))
    newer = KeptMapping.objects.get()
    answer = client.post(BACK)
    assert answer.status_code == 400 and "is kept already, by" in answer.content.decode()
    assert KeptMapping.objects.get().text == newer.text

    newer.delete()
    client.post(BACK)
    assert KeptMapping.objects.get().name == "Meier"
