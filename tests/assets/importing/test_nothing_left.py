"""Deliveries of which nothing can be used end in a report, whatever the target."""

import pytest

from gis.importing.targets import registered

pytestmark = pytest.mark.django_db

FIELDS = {
    "kind": {"site": "chamber", "segment": "open_cut", "organisation": "utility"},
    "network": {"gateway": "ttn"},
    "name": {"organisation": "x"},
    "street": {"address": "x"},
    "house_number": {"address": "1"},
    "town": {"address": "x"},
}


def entry(target: str) -> str:
    facts = {name: values[target] for name, values in FIELDS.items() if target in values}
    if "owner" in registered()[target].by_name:
        facts["owner"] = "owner"
    constants = [f'{name} = {{ value = "{value}" }}' for name, value in facts.items()]
    if "owner" in facts:
        constants[-1] = 'owner = "wer"'
    return "\n".join(
        [f'[[import]]\ntarget = "{target}"\nsource_id = "id"\n[import.fields]', *constants]
    )


@pytest.mark.parametrize("target", sorted(registered()))
@pytest.mark.parametrize(
    "row",
    [
        ({"id": None, "wer": "stadt"}, None),
        ({"id": "1", "wer": "niemand"}, [(0, 0), (9, 9)]),
        ({"id": "1", "wer": "niemand"}, [0, 0]),
        ({"id": "1", "wer": "stadt"}, [(0, 0), (9, 9)]),
        ({"id": "1", "wer": "stadt"}, [(-90_000, 0), (-90_000, 9)]),
    ],
    ids=["no id", "unknown owner line", "unknown owner point", "line", "far"],
)
def test_one_unusable_row_does_no_harm(deliver, import_, target: str, row: tuple) -> None:
    extra = ({"id": "2", "wer": "niemand"}, [1, 1])
    report = import_(deliver(zeilen=[row, extra]), entry(target))
    counts = report.counts[target]
    assert counts.read == 2
    assert counts.created + counts.refused >= 1


@pytest.mark.parametrize("target", sorted(registered()))
def test_an_empty_layer_does_no_harm(tmp_path, import_, target: str) -> None:
    path = tmp_path / "leer.csv"
    path.write_text("id,wer,x,y\n")
    report = import_(path, entry(target))
    assert report.counts[target].read == 0
