"""kill -9 of an import or of PostgreSQL under it, at each stage of its work, leaves nothing of the
delivery; the next import of it brings all.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from config.setup.cluster import Cluster
from tests.assets.importing.conftest import EAST, HEAD, NORTH
from tests.assets.importing.samples import ROUTES
from tests.kills.private import Kill, kill_postgres, kill_process, start, wait

SITES, LINES = 100, 600
_THERE = """
    SELECT (SELECT count(*) FROM assets_site WHERE source_system = '{0}'),
           (SELECT count(*) FROM assets_segment WHERE source_system = '{0}'),
           (SELECT count(*) FROM history_change WHERE after ->> 'source_system' = '{0}')
"""


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("delivery")
    _write(folder / "orte.geojson", [({"id": f"S{n}"}, "Point", _at(n, 5)) for n in range(SITES)])
    _write(
        folder / "linien.geojson",
        [
            (
                {"nr": n, "code": f"T{n}", "art": "GRABEN", "laenge": None},
                "LineString",
                [_at(n, 5), _at(n + 0.5, 1_000 + n)],
            )
            for n in range(LINES)
        ],
    )
    return folder


def _mapping(delivery: Path, source: str) -> Path:
    """Each kill imports as a source of its own, so that none finds what another left."""
    path = delivery / f"{source}.toml"
    path.write_text(HEAD.replace('"test"', f'"{source}"', 1) + ROUTES)
    return path


def _at(east: float, north: float) -> list[float]:
    return [EAST + east, NORTH + north]


def _write(path: Path, rows: list[tuple[dict, str, list]]) -> None:
    features = [
        {
            "type": "Feature",
            "properties": facts,
            "geometry": {"type": kind, "coordinates": coordinates},
        }
        for facts, kind, coordinates in rows
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


@pytest.mark.parametrize(
    ("kill", "moments"),
    [
        (kill_process, ["copying", "writing"]),
        (kill_postgres, ["copying", "cleaning", "writing", "checking"]),
    ],
)
def test_a_kill_leaves_nothing_and_the_next_import_brings_all(
    cluster: Cluster, delivery: Path, kill: Kill, moments: list[str]
) -> None:
    source = kill.__name__
    mapping = _mapping(delivery, source)
    for moment in moments:
        halted = "tests.kills.halted_import"
        importing = start(cluster, "-m", halted, moment, str(delivery), str(mapping))
        assert importing.stdout.readline() == "halted\n"
        kill(cluster, importing)
        importing.kill()
        importing.communicate()
        assert cluster.sql(_THERE.format(source)) == "0|0|0", moment
    wait(start(cluster, "manage.py", "import_network", str(delivery), "--mapping", str(mapping)))
    sites, segments, _changes = cluster.sql(_THERE.format(source)).split("|")
    assert (int(sites) >= SITES, int(segments)) == (True, LINES)
