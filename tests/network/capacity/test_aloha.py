"""Pure ALOHA against closed values and a simulation."""

from bisect import bisect_left, bisect_right
from math import e, inf, nan
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.capacity import aloha
from network.capacity.airtime import time_on_air, uplink
from network.capacity.errors import CapacityInputError

loads = st.floats(0, 10)


@pytest.mark.parametrize(
    ("delivery", "load"), [(0.9, 0.052680), (0.95, 0.025647), (0.99, 0.005025)]
)
def test_admission_limits(delivery, load):
    assert aloha.admission_limit(delivery) == pytest.approx(load, abs=5e-7)


def test_peak_throughput():
    assert aloha.throughput(0.5) == pytest.approx(1 / (2 * e))
    assert aloha.throughput(0.5) == pytest.approx(0.18394, abs=5e-6)


@pytest.mark.parametrize(("sf", "per_hour"), [(7, 24_591), (12, 1_023.2)])
def test_uplinks_an_hour_of_one_spreading_factor_alone(sf, per_hour):
    rate = aloha.admissible_rate(0.9, time_on_air(23, uplink(sf)), 8)
    assert rate * 3600 == pytest.approx(per_hour, rel=5e-5)


@pytest.mark.parametrize(("devices", "sf", "theory"), [(1000, 12, 0.6624), (5000, 7, 0.9179)])
def test_success_of_devices_that_send_every_quarter_of_an_hour(devices, sf, theory):
    load = aloha.offered_load(devices / 900, time_on_air(23, uplink(sf)), 8)
    assert aloha.success_probability(load) == pytest.approx(theory, abs=5e-5)


def test_the_communitys_fair_use():
    """30 s of airtime a device and day, 1,000 devices, eight channels."""
    load = aloha.offered_load(1000 / 86_400, 30.0, 8)
    assert load == pytest.approx(0.0434, abs=5e-5)
    assert aloha.success_probability(load) == pytest.approx(0.9169, abs=5e-5)


@pytest.mark.parametrize(("devices", "sf"), [(1000, 12), (5000, 7)])
def test_a_simulation_agrees(devices, sf):
    airtime, channels, frames = time_on_air(23, uplink(sf)), 8, 40_000
    random = Random(1)
    span = frames * 900 / devices
    sent = [[] for _ in range(channels)]
    for _ in range(frames):
        random.choice(sent).append(random.uniform(0, span))
    alone = 0
    for channel in map(sorted, sent):
        for start in channel:
            first = bisect_right(channel, start - airtime)
            alone += bisect_left(channel, start + airtime) - first == 1
    theory = aloha.success_probability(aloha.offered_load(devices / 900, airtime, channels))
    assert alone / frames == pytest.approx(theory, abs=0.01)


@given(loads, loads)
def test_more_load_never_helps(one, other):
    low, high = sorted((one, other))
    assert aloha.success_probability(high) <= aloha.success_probability(low) <= 1


@given(st.floats(0.001, 0.999))
def test_the_limit_inverts_success(delivery):
    limit = aloha.admission_limit(delivery)
    assert aloha.success_probability(limit) == pytest.approx(delivery)


@pytest.mark.parametrize("share", [0, 1, -0.1, 1.5, nan])
def test_a_delivery_that_is_no_share_is_refused(share):
    with pytest.raises(CapacityInputError, match="not_a_share"):
        aloha.admission_limit(share)


@pytest.mark.parametrize("arguments", [(-1, 1, 8), (nan, 1, 8), (1, 0, 8), (1, inf, 8), (1, 1, 0)])
def test_impossible_loads_are_refused(arguments):
    with pytest.raises(CapacityInputError):
        aloha.offered_load(*arguments)
