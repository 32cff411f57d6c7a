"""A wrong mapping is told with key and line before any data are read."""

from pathlib import Path

import pytest

from gis.importing.batch import Batch
from gis.importing.mapping import load
from gis.importing.mapping_text import line_of
from gis.importing.problems import ImportProblem
from gis.importing.targets import Counts, Field, FieldKind, Target


def nothing(_context: object, _batch: Batch) -> Counts:
    return Counts()


TREE = Target(
    "tree",
    10,
    (
        Field("species", required=True, choices=frozenset({"oak", "beech"})),
        Field("height_m", FieldKind.DECIMAL),
    ),
    nothing,
    geometry="point",
)
GOOD = """
source_system = "forest"
[codes.species]
default = "oak"
values = { E = "oak", B = "beech" }
[[import]]
target = "tree"
source_id = "nr"
[import.fields]
species = { column = "art", codes = "species" }
height_m = { column = "hoehe_cm", factor = 0.01 }
"""


def problem_of(tmp_path: Path, text: str) -> ImportProblem:
    path = tmp_path / "m.toml"
    path.write_text(text)
    with pytest.raises(ImportProblem) as caught:
        load(path, {"tree": TREE})
    return caught.value


def test_a_good_mapping_loads(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(GOOD)
    mapping = load(path, {"tree": TREE})
    assert mapping.entries[0].source_id == ["nr"]
    assert mapping.entries[0].fields["height_m"].factor == 0.01


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ('target = "tree"', 'target = "bush"', 7, "tree"),
        ("species = {", 'colour = "x"\nspecies = {', 10, "species, height_m"),
        ('codes = "species" }', 'codes = "none" }', 10, "none"),
        ('E = "oak"', 'E = "pine"', 10, "beech, oak"),
        ('source_id = "nr"', 'source_id = "nr"\nsnapp = 1', 9, "snapp"),
        ('source_id = "nr"\n', "", 6, "source_id"),
        ('source_id = "nr"', 'source_id = "nr"\ncrs = "EPSG:99999"', 2, "EPSG:99999"),
        ("factor = 0.01", 'factor = "x"', 11, "factor"),
        ('column = "art", codes', "codes", 10, "column"),
        ('source_system = "forest"', 'source_system = "Großer Wald"', 2, "source_system"),
        ('source_id = "nr"', 'source_id = "nr"\nsnap = -1', 9, "snap"),
    ],
)
def test_errors_name_key_and_line(tmp_path: Path, old: str, new: str, line: int, word: str) -> None:
    problem = problem_of(tmp_path, GOOD.replace(old, new))
    assert problem.code == "bad_mapping"
    assert word in problem.message
    if "99999" not in new:
        assert problem.place == f"m.toml:{line}"


def test_broken_toml_is_told(tmp_path: Path) -> None:
    assert problem_of(tmp_path, "a = ").code == "bad_mapping"
    with pytest.raises(ImportProblem) as caught:
        load(tmp_path / "missing.toml", {})
    assert caught.value.code == "no_mapping"


def test_lines_are_found_in_lists_of_tables() -> None:
    text = "[[import]]\na = 1\n[[import]]\na = 2\n[[import.join]]\non = 3\n[import.fields]\nx = 4\n"
    assert line_of(text, ("import", 0, "a")) == 2
    assert line_of(text, ("import", 1, "a")) == 4
    assert line_of(text, ("import", 1, "join", 0, "on")) == 6
    assert line_of(text, ("import", 1, "fields", "x", "codes")) == 8
    assert line_of(text, ("nowhere",)) is None
