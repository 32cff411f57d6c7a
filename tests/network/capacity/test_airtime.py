"""Time on air against published vectors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.capacity.airtime import Modulation, downlink, payload_symbols, time_on_air, uplink
from network.capacity.errors import CapacityInputError

# The Things Stack toa_test.go (10 bytes) and Semtech sx1302_hal loragw_aux.c (23 and 64 bytes).
UPLINKS_MS = {
    10: (41.216, 72.192, 144.384, 288.768, 577.536, 991.232),
    23: (61.696, 113.152, 205.824, 370.688, 823.296, 1482.752),
    64: (118.016, 215.552, 390.144, 698.368, 1560.576, 2793.472),
}

modulations = st.builds(
    Modulation,
    spreading_factor=st.integers(7, 12),
    bandwidth_hz=st.sampled_from([125_000, 250_000, 500_000]),
    coding_rate=st.integers(1, 4),
    preamble_symbols=st.integers(6, 20),
    explicit_header=st.booleans(),
    crc=st.booleans(),
)


def milliseconds(phy_bytes, modulation):
    return time_on_air(phy_bytes, modulation) * 1000


@pytest.mark.parametrize("size", UPLINKS_MS)
@pytest.mark.parametrize("sf", range(7, 13))
def test_uplinks_equal_the_published_tables(size, sf):
    assert milliseconds(size, uplink(sf)) == pytest.approx(UPLINKS_MS[size][sf - 7], abs=1e-6)


@pytest.mark.parametrize(
    ("size", "sf", "coding_rate", "expected"),
    [
        (10, 7, 2, 45.312),
        (10, 7, 3, 49.408),
        (10, 7, 4, 53.504),
        (13, 7, 1, 46.336),
        (16, 7, 1, 51.456),
        (50, 12, 1, 2301.952),
        (50, 12, 2, 2629.632),
    ],
)
def test_coding_rates_and_sizes(size, sf, coding_rate, expected):
    modulation = Modulation(spreading_factor=sf, coding_rate=coding_rate)
    assert milliseconds(size, modulation) == pytest.approx(expected, abs=1e-6)


def test_the_application_notes_example():
    assert payload_symbols(13, uplink(9)) == 28
    assert milliseconds(13, uplink(9)) == pytest.approx(164.864, abs=1e-6)


def test_double_bandwidth_halves_the_time():
    assert milliseconds(10, uplink(7, 250_000)) == pytest.approx(20.608, abs=1e-6)


def test_downlinks_carry_no_crc():
    assert milliseconds(10, downlink(9)) == pytest.approx(123.904, abs=1e-6)
    assert milliseconds(23, downlink(9)) == pytest.approx(185.344, abs=1e-6)


def test_low_data_rate_follows_bandwidth_unless_told():
    wide = Modulation(spreading_factor=11, bandwidth_hz=250_000)
    forced = Modulation(spreading_factor=11, bandwidth_hz=250_000, low_data_rate=True)
    assert not wide.optimised_for_low_data_rate
    assert time_on_air(64, forced) > time_on_air(64, wide)


@given(modulations, st.integers(0, 254))
def test_a_longer_frame_never_takes_less_time(modulation, size):
    assert time_on_air(size, modulation) <= time_on_air(size + 1, modulation)


@given(st.integers(0, 255), st.integers(7, 11), st.booleans())
def test_a_higher_spreading_factor_takes_more_time(size, sf, crc):
    lower = Modulation(spreading_factor=sf, crc=crc)
    higher = Modulation(spreading_factor=sf + 1, crc=crc)
    assert time_on_air(size, lower) < time_on_air(size, higher)


@given(modulations, st.integers(0, 255))
def test_the_float_formula_of_the_note_gives_the_same(modulation, size):
    symbol = 2**modulation.spreading_factor / modulation.bandwidth_hz
    symbols = modulation.preamble_symbols + 4.25 + payload_symbols(size, modulation)
    assert time_on_air(size, modulation) == pytest.approx(symbols * symbol, rel=1e-12)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("spreading_factor", {"spreading_factor": 6}),
        ("spreading_factor", {"spreading_factor": 13}),
        ("spreading_factor", {"spreading_factor": 7.5}),
        ("bandwidth_hz", {"spreading_factor": 7, "bandwidth_hz": 200_000}),
        ("coding_rate", {"spreading_factor": 7, "coding_rate": 0}),
        ("coding_rate", {"spreading_factor": 7, "coding_rate": True}),
        ("preamble_symbols", {"spreading_factor": 7, "preamble_symbols": 5}),
    ],
)
def test_impossible_modulations_are_refused(field, values):
    with pytest.raises(CapacityInputError) as refused:
        Modulation(**values)
    assert refused.value.field == field


@pytest.mark.parametrize("size", [-1, 256, 10.0])
def test_impossible_sizes_are_refused(size):
    with pytest.raises(CapacityInputError) as refused:
        time_on_air(size, uplink(7))
    assert refused.value.field == "phy_bytes"
