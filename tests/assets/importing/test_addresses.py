"""House coordinates in the form the surveying authorities deliver: 18 fields, no header."""

from pathlib import Path

import pytest

from accounts.models import Organisation
from assets.models import Address

pytestmark = pytest.mark.django_db

HEADER = [
    *("NBA", "OI", "QUA", "LAN", "RBZ", "KRS", "GMD", "OTT", "SSS"),
    *("HNR", "ADZ", "E", "N", "STN", "PLZ", "ONM", "ZON", "POT"),
]
MAPPING = f"""
[[import]]
target = "address"
source_id = "OI"
header = {HEADER}
geometry = {{ x = "E", y = "N" }}
[import.fields]
street_key = "SSS"
street = "STN"
house_number = "HNR"
suffix = "ADZ"
postcode = "PLZ"
town = {{ column = "ONM", default = "Wuppertal" }}
district = "POT"
"""
KEYS = "A;05;1;24;000;0000;01234"
ROWS = f"""N;DENW1;{KEYS};12;a;370000,123;5680000,5;Döppersberg;42103;Wuppertal;;Elberfeld
N;DENW2;{KEYS};14;;370020,0;5680001,0;Döppersberg;;;;
N;DENW3;{KEYS};;;370020,0;5680001,0;Döppersberg;42103;Wuppertal;;
N;DENW4;{KEYS};16;;370040,0;5680001,0;Döppersberg;4210;Wuppertal;;
"""


def test_house_coordinates_arrive_and_are_found_again(tmp_path: Path, import_) -> None:
    path = tmp_path / "hk.txt"
    path.write_text(ROWS, encoding="utf-8")

    report = import_(path, MAPPING)

    assert vars(report.counts["address"])["created"] == 3
    first = Address.objects.get(building_id="DENW1")
    assert (first.street, first.house_number, first.suffix) == ("Döppersberg", 12, "a")
    assert first.geom.coords == (370000.123, 5680000.5)
    assert Address.objects.get(building_id="DENW2").town == "Wuppertal"
    assert [f.source_id for f in report.of("missing_value")] == ["DENW3"]
    assert Address.objects.get(building_id="DENW4").postcode == ""

    path.write_text(ROWS.replace(";Elberfeld", ";Mitte"), encoding="cp1252")
    again = import_(path, MAPPING)
    assert (again.counts["address"].changed, again.counts["address"].unchanged) == (1, 2)
    assert Address.objects.get(building_id="DENW1").district == "Mitte"


def test_organisations_are_made_but_never_changed(tmp_path: Path, import_) -> None:
    Organisation.objects.create(code="swx", name="Stadtwerke X GmbH", kind="utility")
    path = tmp_path / "org.csv"
    path.write_text(
        "code,name,art\nswx,anders,utility\nneu,Neu AG,carrier\n" + "x" * 60 + ",Y,utility\n"
    )
    mapping = """
[[import]]
target = "organisation"
source_id = "code"
[import.fields]
name = "name"
kind = "art"
"""
    report = import_(path, mapping)
    assert report.counts["organisation"].created == 1
    assert report.counts["organisation"].refused == 1
    assert Organisation.objects.get(code="swx").name == "Stadtwerke X GmbH"
    assert Organisation.objects.get(code="neu").kind == "carrier"
