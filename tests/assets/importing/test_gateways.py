"""Gateways from a list: with and without EUI, without altitude, several at one place."""

from pathlib import Path

import pytest

from assets.importing.gateway import to_eui
from assets.models import Gateway, Site

pytestmark = pytest.mark.django_db

MAPPING = """
[[import]]
target = "gateway"
source_id = "eui_id"
crs = "EPSG:4326"
geometry = { x = "lng", y = "lat" }
snap = 0.01
[import.fields]
owner = { value = "stadt" }
network = { value = "ttn" }
eui = { column = "eui_id", prefix = "eui-" }
model = "platform"
altitude_m = "altitude"
"""
ROWS = """device_id,eui_id,platform,lat,lng,altitude
1,eui-0001fcc23d0e10fa,LORIX,51.2500,7.1500,210
2,12_12,NA,51.2500,7.1500,NA
3,00800000a000222e,IMST,51.2600,7.1600,-1
"""


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "gateways.csv"
    path.write_text(ROWS)
    return path


def test_gateways_share_a_site_where_their_position_repeats(listed: Path, import_) -> None:
    report = import_(listed, MAPPING)

    assert report.counts["gateway"].created == 3
    assert Site.objects.count() == 2
    first, second = Gateway.objects.filter(source_id__in=["eui-0001fcc23d0e10fa", "12_12"])
    assert first.site == second.site
    assert report.of("repeated_position")[0].values == {"other": "eui-0001fcc23d0e10fa"}
    assert {f.source_id for f in report.of("no_eui")} == {"12_12", "00800000a000222e"}
    named = Gateway.objects.get(eui="0001fcc23d0e10fa")
    assert (named.network_gateway_id, named.model) == ("eui-0001fcc23d0e10fa", "LORIX")
    heights = Gateway.objects.order_by("source_id").values_list("antennas__altitude_m", flat=True)
    assert list(heights) == [-1, None, 210]
    assert {f.values["column"] for f in report.of("no_value")} == {"platform", "altitude"}


def test_again_changes_nothing_and_a_new_altitude_reaches_the_antenna(listed, import_) -> None:
    import_(listed, MAPPING)
    again = import_(listed, MAPPING)
    assert again.total("created") == again.total("changed") == 0
    assert again.counts["gateway"].unchanged == 3
    listed.write_text(ROWS.replace(",210", ",215"))
    import_(listed, MAPPING)
    assert Gateway.objects.get(eui="0001fcc23d0e10fa").antennas.get().altitude_m == 215


def test_an_eui_or_id_that_another_gateway_has_is_refused(listed: Path, import_) -> None:
    import_(listed, MAPPING)
    report = import_(listed, MAPPING.replace('"eui_id"\ncrs', '"device_id"\ncrs'))
    assert report.counts["gateway"].refused == 1
    assert [f.source_id for f in report.of("duplicate_eui")] == ["1"]


@pytest.mark.parametrize(
    "text",
    [
        "eui-0001fcc23d0e10fa",
        "0001FCC23D0E10FA",
        "00:01:fc:c2:3d:0e:10:fa",
        "00-01-fc-c2-3d-0e-10-fa",
    ],
)
def test_spellings_of_an_eui(text: str) -> None:
    assert to_eui(text) == "0001fcc23d0e10fa"


@pytest.mark.parametrize(
    "text", ["12_12", "eui-0001fcc23d0e10f", "0001fcc23d0e10fa0", "", "multitech"]
)
def test_what_is_no_eui(text: str) -> None:
    with pytest.raises(ValueError):
        to_eui(text)
