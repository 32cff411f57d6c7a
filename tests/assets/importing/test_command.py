"""The command line: reports in three formats, trial runs, areas, and one sentence for what
goes wrong.
"""

import json
from io import StringIO
from pathlib import Path

import pyogrio
import pytest
from django.core.management import CommandError, call_command

from assets.models import Segment
from tests.assets.importing.conftest import HEAD
from tests.assets.importing.samples import LINES, ROUTES, SITES

pytestmark = pytest.mark.django_db

CROSSING = ({"nr": 9, "art": "GRABEN"}, [(0, 0), (50, 50), (50, 0), (0, 50)])


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "mapping.toml"
    path.write_text(HEAD + ROUTES)
    return path


def call(source: Path, mapping: Path, *options: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_network", source, "--mapping", mapping, *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_prints_the_report_and_shows_progress(deliver, mapping: Path) -> None:
    out, progress = call(deliver(orte=SITES, linien=[*LINES, CROSSING]), mapping)
    assert "self_crossing: 1" in out
    assert "linien" in progress
    assert Segment.objects.count() == 2


def test_writes_reports_as_text_json_and_geopackage(deliver, mapping: Path, tmp_path: Path) -> None:
    folder = deliver(orte=SITES, linien=[*LINES, CROSSING])
    for ending in ("txt", "json", "gpkg"):
        call(folder, mapping, "--dry-run", "--report", str(tmp_path / f"bericht.{ending}"))
    assert "self_crossing" in (tmp_path / "bericht.txt").read_text()
    content = json.loads((tmp_path / "bericht.json").read_text())
    assert content["dry_run"] is True
    assert content["counts"]["segment"]["refused"] == 1
    finding = next(f for f in content["findings"] if f["code"] == "self_crossing")
    assert (finding["layer"], finding["source_id"]) == ("linien", "9")
    assert finding["geometry"].startswith("LINESTRING (370000 5680000")
    meta, _ids, geometry, fields = pyogrio.raw.read(tmp_path / "bericht.gpkg", layer="findings")
    assert meta["crs"] == "EPSG:25832"
    assert "self_crossing" in list(fields[list(meta["fields"]).index("code")])
    assert len(geometry) == len(content["findings"])
    assert not Segment.objects.exists()


def test_an_empty_report_is_a_valid_geopackage(deliver, mapping: Path, tmp_path: Path) -> None:
    sites = [SITES[0], ({"id": "B", "typ": "S"}, [100, 0]), ({"id": "C", "typ": "S"}, [200, 80])]
    report = tmp_path / "leer.gpkg"
    call(deliver(orte=sites, linien=LINES), mapping, "--report", str(report))
    assert len(pyogrio.raw.read(report, layer="findings")[1] or []) == 0


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--area", "1,2,3"), "bad_area"),
        (("--area", "9,9,1,1"), "bad_area"),
        (("--area", "10,10,20,20"), "far_away"),
        (("--report", "bericht.pdf"), "bad_report"),
        (("--report", "/nirgendwo/bericht.txt"), "bad_report"),
    ],
)
def test_problems_end_with_one_sentence(deliver, mapping: Path, options, code: str) -> None:
    with pytest.raises(CommandError) as caught:
        call(deliver(orte=SITES, linien=LINES), mapping, *options)
    assert f"[{code}]" in str(caught.value)
    assert caught.value.returncode == 2
    assert not Segment.objects.exists()


def test_any_area_can_be_allowed(deliver, mapping: Path) -> None:
    call(deliver(orte=SITES, linien=LINES), mapping, "--area", "none")
    assert Segment.objects.count() == 2


def test_missing_files_are_told(tmp_path: Path, mapping: Path) -> None:
    with pytest.raises(CommandError, match="no_file"):
        call(tmp_path / "fehlt.gpkg", mapping)
    with pytest.raises(CommandError, match="no_mapping"):
        call(tmp_path, tmp_path / "fehlt.toml")


@pytest.mark.parametrize(
    "name", ["openftth-routenetwork", "gracethd-demo01", "koeln-strassen", "lorawan-gateways"]
)
def test_shipped_mappings_are_valid_and_found_by_name(tmp_path: Path, name: str) -> None:
    """A mapping that does not load would say bad_mapping before it looks at the source."""
    with pytest.raises(CommandError, match="no_file"):
        call(tmp_path / "fehlt", Path(name))
