"""Numbers, ids and codes in the spellings met."""

import numpy as np
import pytest

from gis.importing.cells import to_date, to_decimal
from gis.importing.columns import build
from gis.importing.joins import keys
from gis.importing.mapping import CodeTable, Entry, FieldSource, Mapping
from gis.importing.table import Table, objects
from gis.importing.targets import Counts, Field, FieldKind, Target


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,5", 1.5),
        ("1.234,5", 1_234.5),
        ("1,234.5", 1_234.5),
        ("5.680.000,25", 5_680_000.25),
        ("5.680.000", 5_680_000),
        ("1'234.5", 1_234.5),
        (" 1 234,5 ", 1_234.5),
        ("1\u00a0234", 1_234),
        ("-0,5", -0.5),
        ("1e3", 1_000),
        (7, 7),
    ],
)
def test_numbers(text, number: float) -> None:
    assert to_decimal(text) == number


@pytest.mark.parametrize("text", ["", "abc", "1,2,3.4.5", "nan", "inf", "12 m", "--1"])
def test_no_numbers(text: str) -> None:
    with pytest.raises(ValueError, match=""):
        to_decimal(text)


@pytest.mark.parametrize(
    "text",
    ["2024-03-01", "2024-03-01T10:00:00Z", "2024/3/1", "01.03.2024", "1.3.2024 10:00", "20240301"],
)
def test_dates(text: str) -> None:
    assert to_date(text).isoformat() == "2024-03-01"


@pytest.mark.parametrize("text", ["03/01/2024", "31.02.2024", "1700-01-01", "1.3.24", "gestern"])
def test_no_dates(text: str) -> None:
    """Day and month with slashes can be read in two ways."""
    with pytest.raises(ValueError, match=""):
        to_date(text)


def table(**columns: list) -> Table:
    return Table("orte", {name: objects(values) for name, values in columns.items()})


@pytest.mark.parametrize(
    ("values", "ids"),
    [
        (["12.0", "7.00", None], ["12", "7", ""]),
        ([12.0, 7], ["12", "7"]),
        (["1.0", "1.1"], ["1.0", "1.1"]),
        (["12.0", "A-1"], ["12.0", "A-1"]),
        ([" 0012 "], ["0012"]),
    ],
)
def test_numbers_as_ids_are_the_same_in_every_table(values, ids) -> None:
    assert keys(table(id=values), ["id"]) == ids


@pytest.mark.parametrize(
    ("code", "meaning"),
    [("GRABEN", "a"), ("graben", "a"), ("Bohr", "b"), ("BOHR", "c"), ("bohr", None), ("x", None)],
)
def test_codes_in_upper_and_lower_case(code: str, meaning: str | None) -> None:
    codes = CodeTable(values={"Graben": "a", "Bohr": "b", "BOHR": "c"})
    assert codes.meaning(code) == meaning


def nothing(_context, _batch) -> Counts:
    return Counts()


def test_parts_of_a_text_become_fields() -> None:
    fields = (Field("street"), Field("number", FieldKind.INTEGER), Field("suffix"))
    entry = Entry(
        target="address",
        source_id=["s"],
        fields={
            "street": FieldSource(column="s", extract=r"^(.*?) \d"),
            "number": FieldSource(column="s", extract=r" (\d+) ?\w?$"),
            "suffix": FieldSource(column="s", extract=r" \d+ ?(\w?)$"),
        },
    )
    mapping = Mapping.model_validate({"source_system": "x", "import": [entry.model_dump()]})

    batch = build(
        table(s=["Ackerstr. 3 a", "Am Weg 12", "Ohne"]),
        entry,
        mapping,
        Target("address", 1, fields, nothing),
    )

    assert list(batch.columns["street"]) == ["Ackerstr.", "Am Weg", None]
    assert list(batch.columns["number"]) == [3, 12, None]
    assert list(batch.columns["suffix"]) == ["a", None, None]
    assert {finding.code for finding in batch.findings} == {"not_extracted"}
    assert np.array_equal(batch.ids, ["Ackerstr. 3 a", "Am Weg 12", "Ohne"])


@pytest.mark.parametrize("pattern", ["(", "abc", "(a)(b)"])
def test_an_extract_has_one_group(pattern: str) -> None:
    with pytest.raises(ValueError, match="extract"):
        FieldSource(column="s", extract=pattern)
