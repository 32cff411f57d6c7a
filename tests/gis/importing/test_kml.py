"""KML as programs write it: attributes typed, untyped, described in the document or in a folder."""

from pathlib import Path

import pytest

from tests.gis.importing.reading import read

SCHEMA = """<Schema name="rohr" id="rohr"><SimpleField name="NR" type="string"/>
<SimpleField name="METER" type="float"/></Schema>"""
TYPED = """<ExtendedData><SchemaData schemaUrl="#rohr"><SimpleData name="NR">R7</SimpleData>
<SimpleData name="METER">12.5</SimpleData></SchemaData></ExtendedData>"""
UNTYPED = """<ExtendedData><Data name="NR"><value>R7</value></Data>
<Data name="METER"><value>12.5</value></Data></ExtendedData>"""


def kml(document: str = "", folder: str = "", data: str = TYPED) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document id="root">{document}
<Folder><name>Rohre</name>{folder}<Placemark>{data}
<Point><coordinates>7.1,51.2</coordinates></Point></Placemark></Folder></Document></kml>"""


@pytest.mark.parametrize(
    "content",
    [kml(document=SCHEMA), kml(folder=SCHEMA), kml(data=UNTYPED)],
    ids=["schema in the document", "schema in the folder", "without a schema"],
)
def test_attributes_are_read_wherever_they_are_described(tmp_path: Path, content: str) -> None:
    path = tmp_path / "rohre.kml"
    path.write_text(content)

    table = read(path, "Rohre")

    assert list(table.columns["NR"]) == ["R7"]
    assert [float(metres) for metres in table.columns["METER"]] == [12.5]


def test_two_folders_may_bring_the_same_schema(tmp_path: Path) -> None:
    path = tmp_path / "rohre.kml"
    first = kml(folder=SCHEMA)
    second = first[first.index("<Folder>") : first.index("</Document>")].replace("R7", "R8")
    path.write_text(first.replace("</Document>", second.replace("Rohre", "Mehr") + "</Document>"))

    assert list(read(path, "Rohre").columns["NR"]) == ["R7"]
    assert list(read(path, "Mehr").columns["NR"]) == ["R8"]
