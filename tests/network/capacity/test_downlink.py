"""Half duplex and duty cycle."""

from math import exp, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.capacity.airtime import downlink, time_on_air, uplink
from network.capacity.downlink import (
    DutyBand,
    admissible_blind_load,
    airtime_budget,
    band_of,
    blind_load,
    half_duplex_loss,
    loss_at,
)
from network.capacity.errors import CapacityInputError

M = DutyBand(code="M", low_hz=868_000_000, high_hz=868_600_000, duty_cycle=0.01, max_erp_dbm=14)
P = DutyBand(code="P", low_hz=869_400_000, high_hz=869_650_000, duty_cycle=0.1, max_erp_dbm=27)

rates = st.floats(0, 10)
times = st.floats(0, 5)


def test_half_duplex_vector():
    """350 downlinks an hour of 23 bytes at SF9."""
    sending, hearing = time_on_air(23, downlink(9)), time_on_air(23, uplink(9))
    assert (sending, hearing) == (pytest.approx(0.185344), pytest.approx(0.205824))
    assert half_duplex_loss(350 / 3600, sending, hearing) == pytest.approx(0.0373, abs=5e-5)


@pytest.mark.parametrize(("duty", "seconds"), [(0.01, 36), (0.1, 360)])
def test_seconds_an_hour(duty, seconds):
    assert airtime_budget(duty) == pytest.approx(seconds)
    assert airtime_budget(duty, ceiling=0.7) == pytest.approx(0.7 * seconds)


def test_a_channel_belongs_to_the_band_that_holds_its_whole_width():
    assert band_of(868_100_000, 125_000, [M, P]) is M
    assert band_of(869_525_000, 125_000, [M, P]) is P
    with pytest.raises(CapacityInputError, match="no_band"):
        band_of(868_590_000, 125_000, [M, P])


@pytest.mark.parametrize("gap", [868_650_000, 869_300_000, 869_675_000])
def test_the_gaps_have_no_band(gap):
    with pytest.raises(CapacityInputError, match="no_band"):
        band_of(gap, 25_000, [M, P])


def test_the_stricter_of_two_overlapping_bands_counts():
    loose = DutyBand(
        code="X", low_hz=868_000_000, high_hz=868_600_000, duty_cycle=1.0, max_erp_dbm=7
    )
    assert band_of(868_300_000, 125_000, [loose, M]) is M


@given(rates, times, times)
def test_loss_is_a_share_and_matches_the_formula(rate, sending, hearing):
    loss = half_duplex_loss(rate, sending, hearing)
    assert 0 <= loss <= 1
    assert loss == pytest.approx(1 - exp(-rate * (sending + hearing)), abs=1e-12)


@given(st.floats(1e-6, 0.999))
def test_the_admissible_blind_load_inverts_the_loss(loss):
    assert loss_at(admissible_blind_load(loss)) == pytest.approx(loss)


@pytest.mark.parametrize("loss", [0, 1, nan])
def test_a_loss_that_is_no_share_is_refused(loss):
    with pytest.raises(CapacityInputError, match="not_a_share"):
        admissible_blind_load(loss)


@pytest.mark.parametrize("arguments", [(-1, 1, 1), (1, -1, 1), (1, 1, nan)])
def test_negative_traffic_is_refused(arguments):
    with pytest.raises(CapacityInputError):
        blind_load(*arguments)


@pytest.mark.parametrize("arguments", [(0,), (1.1,), (0.01, 0), (0.01, 1.1), (0.01, 1, 0)])
def test_impossible_budgets_are_refused(arguments):
    with pytest.raises(CapacityInputError):
        airtime_budget(*arguments)


def test_an_empty_band_is_refused():
    with pytest.raises(CapacityInputError, match="empty_band"):
        DutyBand(code="X", low_hz=2, high_hz=2, duty_cycle=0.01, max_erp_dbm=14)
