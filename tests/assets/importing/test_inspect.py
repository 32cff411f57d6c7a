"""What a delivery holds is shown, and the drafted mapping imports it."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assets.models import Segment, Site
from tests.assets.importing.samples import LINES, SITES

pytestmark = pytest.mark.django_db


def inspect(source: Path, *options: str) -> str:
    out = StringIO()
    call_command("inspect_source", source, *options, stdout=out)
    return out.getvalue()


def test_layers_columns_systems_and_examples_are_shown(deliver) -> None:
    out = inspect(deliver(orte=SITES, linien=LINES))

    assert "orte  (GeoJSON, orte.geojson)" in out
    assert "2 LineString" in out
    assert "EPSG:25832" in out
    assert "GRABEN | BOHR" in out


def test_the_draft_imports_what_it_was_drafted_for(deliver, tmp_path: Path) -> None:
    folder, mapping = deliver(orte=SITES, linien=LINES), tmp_path / "entwurf.toml"
    inspect(folder, "--draft", str(mapping))
    # GeoJSON without a "crs" says it is in degrees; whoever reads the output knows better.
    text = mapping.read_text().replace("source_system", 'crs = "EPSG:25832"\nsource_system', 1)
    mapping.write_text(text)

    call_command(
        "import_network", folder, "--mapping", mapping, stdout=StringIO(), stderr=StringIO()
    )

    assert Site.objects.filter(source_id__in=["A", "B"]).count() == 2
    assert set(Segment.objects.values_list("source_id", flat=True)) == {"1", "2"}


def test_tables_and_broken_files_are_shown_as_such(deliver) -> None:
    folder = deliver(orte=SITES)
    (folder / "rohre.csv").write_text("rohr;typ\n1;a\n")
    (folder / "halb.kml").write_text("<kml>")

    out = inspect(folder)

    assert "# rohre: " in out
    assert "halb.kml: " in out


def test_missing_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no_file"):
        inspect(tmp_path / "fehlt.gpkg")
    (tmp_path / "leer.csv").write_text("id;x;y\n1;370000;5680000\n")
    with pytest.raises(CommandError, match="nirgendwo"):
        inspect(tmp_path, "--draft", "/nirgendwo/entwurf.toml")


def test_the_draft_prefers_an_id_of_the_deliverer_to_the_number_of_the_row(deliver) -> None:
    rows = [({"fid": 1, "we01_id_wezla": "W1", "ort": "a"}, [0, 0])]

    out = inspect(deliver(knoten=rows))

    assert 'source_id = "we01_id_wezla"' in out
    assert "ort, fid" in out or "fid, ort" in out
    assert "we01_id_wezla, " not in out.split("[import.fields]")[1]
