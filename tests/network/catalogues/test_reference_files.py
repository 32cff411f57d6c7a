"""The shipped reference data, and what happens to data that is wrong."""

from decimal import Decimal
from math import pi
from pathlib import Path
from shutil import copytree

import pytest

from network.capacity.fill import fill_ratio, fits
from network.catalogues.files import ReferenceDataError, read

SHIPPED = Path(__file__).parents[3] / "fixtures" / "reference"


@pytest.fixture(scope="module")
def shipped():
    return read(SHIPPED)


@pytest.fixture
def folder(tmp_path):
    return Path(copytree(SHIPPED, tmp_path / "reference"))


def by_code(records, code):
    return next(record for record in records if record.code == code)


@pytest.mark.parametrize(
    ("code", "order"),
    [
        (
            "iec-60304-duct",
            "Rot Grün Blau Gelb Weiß Grau Braun Violett Türkis Schwarz Orange Rosa",
        ),
        ("tia-598", "Blau Orange Grün Braun Grau Weiß Rot Schwarz Gelb Violett Rosa Türkis"),
        ("iec-60794-2", "Blau Gelb Rot Weiß Grün Violett Orange Grau Türkis Schwarz Braun Rosa"),
        ("swisscom", "Rot Grün Gelb Blau Weiß Violett Orange Schwarz Grau Braun Rosa Türkis"),
    ],
)
def test_colour_orders(shipped, code, order):
    scheme = by_code(shipped.colour_schemes, code)
    steps = [scheme.step(number) for number in range(1, 25)]
    names = [shipped.colours[key].de for key, _marking in steps]
    assert names == order.split() * 2
    assert {marking for _key, marking in steps[:12]} == {"none"}
    assert "none" not in {marking for _key, marking in steps[12:]}


def test_counting_tubes_are_red_green_and_then_white(shipped):
    scheme = by_code(shipped.colour_schemes, "counting-tube")
    assert [scheme.step(number) for number in (1, 2, 3, 36)] == [
        ("red", "none"),
        ("green", "none"),
        ("white", "none"),
        ("white", "none"),
    ]


def test_the_named_duct_types_are_there(shipped):
    codes = {kind.code for kind in shipped.duct_types}
    singles = "7x0.75 7x1.5 10x1.0 10x2.0 12x1.1 12x2.0 14x1.3 14x2.0 16x1.5 16x2.0 20x2.0 20x2.5"
    assert set(singles.split()) <= codes
    assert {"24x7x1.5", "22x7x1.5", "12x10x2.0", "32x1.8", "50x4.6", "110x5.3"} <= codes


@pytest.mark.parametrize(
    ("code", "lr_art", "xtrasse"),
    [
        ("7x1.5", "5", "1200"),
        ("10x2.0", "6", "2200"),
        ("12x2.0", "3", "3200"),
        ("14x2.0", "4", "4200"),
        ("16x2.0", "2", "5200"),
    ],
)
def test_single_tubes_carry_both_foreign_codes(shipped, code, lr_art, xtrasse):
    foreign = by_code(shipped.duct_types, code).foreign
    assert (foreign["gisnb_lr_art"], foreign["xtrasse_mikrorohr"]) == (lr_art, xtrasse)


@pytest.mark.parametrize(
    ("member", "lr_art"),
    [("16x2.0", 11), ("12x2.0", 12), ("14x2.0", 13), ("10x2.0", 14), ("7x1.5", 15), ("20x2.5", 16)],
)
def test_bundles_carry_the_code_of_their_tubes(shipped, member, lr_art):
    bundles = [kind for kind in shipped.duct_types if set(kind.tubes) == {member}]
    assert bundles
    assert {bundle.foreign["gisnb_lr_art"] for bundle in bundles} == {str(lr_art)}


def test_protection_duct_codes_say_their_dimensions(shipped):
    """XTrasse packs diameter and wall into five digits: 05046 is 50 x 4.6."""
    for kind in shipped.duct_types:
        code = kind.foreign.get("xtrasse_rohrtyp", "99999")
        if code != "99999":
            assert (Decimal(code[:3]), Decimal(code[3:]) / 10) == (kind.outer_mm, kind.wall_mm)


def test_tubes_fit_into_their_bundle(shipped):
    """No packing of circles fills more than pi/sqrt(12) of the plane; bundles come near it."""
    outer = {kind.code: kind.outer_mm for kind in shipped.duct_types}
    for bundle in (kind for kind in shipped.duct_types if kind.kind == "bundle"):
        filled = float(fill_ratio([outer[tube] for tube in bundle.tubes], bundle.outer_mm))
        assert 0.35 < filled < pi / 12**0.5, bundle.code
        assert bundle.wall_mm is None


def test_cables_go_from_12_to_432_fibres(shipped):
    counts = sorted(kind.fibre_count for kind in shipped.cable_types)
    assert (counts[0], counts[-1]) == (12, 432)
    assert {12, 24, 48, 72, 96, 144, 192, 216, 288, 432} <= set(counts)


@pytest.mark.parametrize(
    ("cable", "tube"),
    [("micro-12", "7x1.5"), ("micro-12", "10x2.0"), ("slim-144", "10x1.0"), ("mini-216", "14x2.0")],
)
def test_cables_fit_where_they_are_seen_in_practice(shipped, cable, tube):
    limit = by_code(shipped.fill_policies, "micro-duct-blown").max_ratio
    kind = by_code(shipped.duct_types, tube)
    bore = kind.outer_mm - 2 * kind.wall_mm
    assert fits(by_code(shipped.cable_types, cable).outer_mm, bore, limit)


def test_colours_reach_every_tube_and_fibre(shipped):
    counts = {scheme.code: scheme.count for scheme in shipped.colour_schemes}
    for bundle in (kind for kind in shipped.duct_types if kind.colour_scheme):
        assert len(bundle.tubes) <= counts[bundle.colour_scheme]
    for cable in shipped.cable_types:
        assert cable.tubes <= counts[cable.tube_scheme]
        assert cable.fibres_per_tube <= counts[cable.fibre_scheme]


def test_fill_policies(shipped):
    limits = {policy.duct_kind: policy.max_ratio for policy in shipped.fill_policies}
    assert limits == {"tube": 0.7, "protection": 0.55}


def test_eu868(shipped):
    plan = by_code(shipped.frequency_plans, "EU868")
    bands = {band.name: (band.duty_percent, band.erp_dbm) for band in plan.bands}
    assert bands == {
        "K": (Decimal("0.1"), 14),
        "L": (1, 14),
        "M": (1, 14),
        "N": (Decimal("0.1"), 14),
        "P": (10, 27),
        "R": (1, 14),
    }
    shared = sorted(
        channel.mhz for channel in plan.channels if (channel.min_sf, channel.max_sf) == (7, 12)
    )
    assert shared == [Decimal(n) / 10 for n in (8671, 8673, 8675, 8677, 8679, 8681, 8683, 8685)]
    second_window = [channel for channel in plan.channels if channel.downlink_only]
    assert [(rx2.frequency_hz, rx2.max_sf) for rx2 in second_window] == [(869_525_000, 12)]


def test_every_record_has_a_source(shipped):
    records = (
        *shipped.colour_schemes,
        *shipped.duct_types,
        *shipped.cable_types,
        *shipped.fill_policies,
        *shipped.frequency_plans,
    )
    assert all(record.source.strip() for record in records)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("duct_types.toml", "wall_mm = 0.75", "wall_mm = 3.5", "7x0.75.*no bore"),
        ("duct_types.toml", "outer_mm = 7.0", "outer_mm = -7.0", "7x0.75 → outer_mm"),
        ("duct_types.toml", "outer_mm = 7.0", "outer_mm = nan", "7x0.75 → outer_mm"),
        ("duct_types.toml", "wall_mm = 0.75\n", "", "7x0.75.*wall_mm is missing"),
        ("duct_types.toml", "wall_mm = 0.75", "wal_mm = 0.75", "7x0.75 → wal"),
        ("duct_types.toml", 'code = "7x0.75"', 'code = "7x1.5"', "7x1.5"),
        ("duct_types.toml", 'count = 24, type = "7x1.5"', 'count = 24, type = "9x1"', "9x1"),
        ("duct_types.toml", 'source = "xtrasse_tube"', 'source = "hearsay"', "hearsay"),
        ("duct_types.toml", "[[types]]", "[[types", "duct_types.toml"),
        ("colours.toml", '"pink"]', '"plaid"]', "plaid"),
        ("colours.toml", "#d7262b", "red", "red → hex"),
        ("colours.toml", '\nrepeat = "stripe"', '\nrepeat = "none"', "marking"),
        ("colours.toml", "\ncount = 24", "\ncount = 25", "marking"),
        ("cable_types.toml", 'tube_scheme = "iec-60304-fibre"', 'tube_scheme = "x"', "x"),
        ("cable_types.toml", "tubes = 1", "tubes = 0", "micro-12 → tubes"),
        ("fill_policies.toml", "limit_percent = 70", "limit_percent = 170", "blown"),
        (
            "fill_policies.toml",
            "limit_percent = 70",
            "limit_percent = 70\nvalid_from = 2020-01-01\nvalid_to = 2019-01-01",
            "before it starts",
        ),
        ("frequency_plans.toml", "mhz = 868.5,", "mhz = 868.6,", "EU868.*no band"),
        ("frequency_plans.toml", "high_mhz = 865.0", "high_mhz = 862.0", "EU868 → bands → K"),
        ("frequency_plans.toml", "min_sf = 7, max_sf = 12", "min_sf = 7", "min_sf and max_sf"),
        (
            "frequency_plans.toml",
            "{ mhz = 868.3, bandwidth_khz = 125,",
            "{ mhz = 868.5, bandwidth_khz = 125,",
            "EU868.*channel 868.5",
        ),
        ("frequency_plans.toml", '{ name = "M"', '{ name = "L"', "EU868.*band L"),
    ],
)
def test_wrong_data_is_refused_by_name(folder, file, old, new, message):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=message):
        read(folder)


def test_a_missing_file_is_named(folder):
    (folder / "cable_types.toml").unlink()
    with pytest.raises(ReferenceDataError, match=r"cable_types\.toml"):
        read(folder)


def test_a_file_that_is_not_text_is_named(folder):
    (folder / "cable_types.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ReferenceDataError, match=r"cable_types\.toml"):
        read(folder)
