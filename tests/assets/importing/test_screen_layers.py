"""A folder with many layers on the screen: which mapping means which, and what is left out."""

import re

import pytest

from assets.models import Delivery
from assets.models.delivery import DeliveryState
from assets.services import delivery as deliveries
from tests.assets.importing.test_screen import (  # noqa: F401  (waiting is a fixture)
    LINES,
    browser,
    collection,
    delivered,
    shown,
    tried,
    waiting,
)
from tests.gis.uploads import files

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("front_end_unbuilt"),
]

GATEWAYS = (
    "device_id,eui_id,platform,lat,lng,altitude\n1,eui-00000000000000aa,Kerlink,51.26,7.15,200\n"
)


def several() -> bytes:
    """A folder as it comes: lines, points, gateways and a note that is no layer."""
    rows = (({"id": 1, "name": "A"}, (0, 500)), ({"id": 2, "name": "B"}, (0, 600)))
    held = {"trassen.geojson": LINES, "punkte.geojson": collection(*rows)}
    return files.zipped({**held, "gateways.csv": GATEWAYS.encode(), "LIESMICH.txt": b"Hallo"})


def test_a_shipped_mapping_finds_its_layer_among_others() -> None:
    client = browser()
    one = delivered(client, "alles.zip", several())

    text = deliveries.text_of(one, "lorawan-gateways")

    assert 'layer = "gateways"' in text
    assert 'value="lorawan-gateways" selected' in shown(client, one)
    tried(client, one, "lorawan-gateways")
    assert (one.state, one.problem) == (DeliveryState.TRIED, "")
    assert one.result["counts"]["gateway"]["created"] == 1


def test_layers_are_left_out_by_a_click() -> None:
    client = browser()
    one = delivered(client, "alles.zip", several())
    page = shown(client, one, mapping="draft")
    places = re.findall(r'name="entry" value="(\d)"', page)
    wanted = re.search(r'id="entry-(\d)" checked><label[^>]*>trassen', page)[1]

    said = {"mapping_name": "draft", "mapping": "", "offered": places, "entry": [wanted]}
    client.post(f"/imports/{one.pk}/try/", said)

    one.refresh_from_db()
    assert one.state == DeliveryState.TRIED, one.problem
    assert one.result["counts"]["segment"]["read"] == 2
    assert one.result["counts"].get("site", {"read": 0})["read"] == 0
    assert one.mapping.count("[[import]]") == 1
    assert shown(client, one).count("[[import]]") == 1
    assert shown(client, one, mapping="draft").count("[[import]]") == len(places)


def test_who_leaves_out_everything_is_told_so() -> None:
    client = browser()
    one = delivered(client, "alles.zip", several())

    answer = client.post(
        f"/imports/{one.pk}/try/", {"mapping_name": "draft", "offered": ["0", "1", "2"]}
    )

    assert answer.status_code == 400
    assert Delivery.objects.get(pk=one.pk).state == DeliveryState.READ
