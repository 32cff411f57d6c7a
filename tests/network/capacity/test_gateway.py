"""The whole answer: what binds, what is left, and what it rests on."""

from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.capacity.assessment import Assumption, ConstraintKind
from network.capacity.downlink import DutyBand
from network.capacity.errors import CapacityInputError
from network.capacity.gateway import Targets, assess
from network.capacity.plan import Channel, Concentrator, RadioPlan, concentrator_for
from network.capacity.traffic import TrafficProfile

MHZ = 1_000_000
PLAN = RadioPlan(
    channels=tuple(
        Channel(frequency_hz=round(mhz * MHZ))
        for mhz in (868.1, 868.3, 868.5, 867.1, 867.3, 867.5, 867.7, 867.9)
    )
    + (Channel(frequency_hz=868_300_000, bandwidth_hz=250_000, min_sf=7, max_sf=7),),
    bands=(
        DutyBand(code="L", low_hz=865 * MHZ, high_hz=868 * MHZ, duty_cycle=0.01, max_erp_dbm=14),
        DutyBand(code="M", low_hz=868 * MHZ, high_hz=868_600_000, duty_cycle=0.01, max_erp_dbm=14),
        DutyBand(code="P", low_hz=869_400_000, high_hz=869_650_000, duty_cycle=0.1, max_erp_dbm=27),
    ),
    rx2_frequency_hz=869_525_000,
    rx2_spreading_factor=12,
)
METER_MIX = {7: 0.5, 8: 0.2, 9: 0.12, 10: 0.08, 11: 0.06, 12: 0.04}
SX1301 = concentrator_for("sx1301", 8)


def traffic(**changes):
    values = {
        "devices": 1000,
        "uplinks_per_device_day": 24,
        "phy_bytes": 23,
        "sf_mix": METER_MIX,
    }
    return TrafficProfile(**(values | changes))


def test_a_thousand_meters():
    answer = assess(SX1301, PLAN, traffic())
    loads = [load.load for load in answer.loads]
    expected = [0.001071, 0.000786, 0.000858, 0.001030, 0.001715, 0.002059]
    assert loads == pytest.approx(expected, abs=5e-7)
    assert answer.offered_erlang == pytest.approx(0.06015, abs=5e-6)
    assert answer.collision_free == pytest.approx(0.9979, abs=5e-5)
    assert answer.binding.kind is ConstraintKind.COLLISIONS
    assert answer.binding.subject == "SF12"
    assert floor(1000 * answer.binding.growth) == 25_580
    assert answer.fits


def test_at_the_binding_number_of_devices_it_just_fits():
    assert assess(SX1301, PLAN, traffic(devices=25_580)).fits
    assert not assess(SX1301, PLAN, traffic(devices=25_581)).fits


def test_half_duplex_of_a_single_spreading_factor():
    """350 downlinks an hour, all in the first window at SF9."""
    profile = traffic(
        devices=350,
        sf_mix={9: 1.0},
        downlinks_per_device_day=24,
        downlink_phy_bytes=23,
    )
    answer = assess(SX1301, PLAN, profile)
    assert answer.loads[0].half_duplex_loss == pytest.approx(0.0373, abs=5e-5)


def test_a_full_duplex_gateway_misses_nothing():
    profile = traffic(downlinks_per_device_day=24)
    answer = assess(concentrator_for("SX1301", 8, full_duplex=True), PLAN, profile)
    assert {load.half_duplex_loss for load in answer.loads} == {0}
    assert ConstraintKind.HALF_DUPLEX not in {limit.kind for limit in answer.constraints}


def test_downlinks_are_charged_to_the_band_they_are_sent_in():
    half = traffic(downlinks_per_device_day=2, rx2_share=0.5, sf_mix={12: 1.0})
    used = {band.code: band.used_s for band in assess(SX1301, PLAN, half).bands}
    total = sum(used.values())
    assert used["P"] == pytest.approx(total / 2)
    assert used["L"] / used["M"] == pytest.approx(5 / 3)


def test_the_first_window_runs_out_of_duty_cycle_before_the_second():
    """Two downlinks a device and hour at SF12: 1 % bands bind, P has ten times the room."""
    profile = traffic(devices=60, downlinks_per_device_day=24, sf_mix={12: 1.0})
    targets = Targets(half_duplex_loss=0.9)
    first = assess(SX1301, PLAN, profile, targets)
    assert (first.binding.kind, first.binding.subject) == (ConstraintKind.DUTY_CYCLE, "L")
    assert not first.fits


def test_the_sx1302_shares_eight_demodulators_for_the_high_factors():
    answer = assess(concentrator_for(" sx1302 ", 16), PLAN, traffic())
    assert answer.high_sf_blocking is not None
    assert Assumption.HIGH_SF_POOL_APART in answer.assumptions
    assert assess(SX1301, PLAN, traffic()).high_sf_blocking is None


def test_a_gateway_with_few_demodulators_is_bound_by_them():
    answer = assess(Concentrator(demodulators=1), PLAN, traffic(devices=10_000, sf_mix={7: 1.0}))
    assert answer.binding.kind is ConstraintKind.DEMODULATORS
    assert answer.binding.growth < 1


def test_the_assumptions_are_stated():
    quiet = assess(SX1301, PLAN, traffic()).assumptions
    assert {Assumption.NO_CAPTURE, Assumption.ORTHOGONAL_SF, Assumption.SINGLE_GATEWAY} <= set(
        quiet
    )
    assert Assumption.RX1_AS_UPLINK not in quiet
    talking = assess(SX1301, PLAN, traffic(downlinks_per_device_day=1)).assumptions
    assert Assumption.RX1_AS_UPLINK in talking


def mixes():
    weights = st.dictionaries(st.integers(7, 12), st.integers(1, 100), min_size=1)
    return weights.map(lambda w: {sf: share / sum(w.values()) for sf, share in w.items()})


profiles = st.builds(
    traffic,
    devices=st.integers(1, 100_000),
    uplinks_per_device_day=st.floats(0.1, 100),
    phy_bytes=st.integers(13, 64),
    sf_mix=mixes(),
    downlinks_per_device_day=st.floats(0, 5),
    rx2_share=st.floats(0, 1),
)


@settings(max_examples=60)
@given(profiles)
def test_growth_is_what_it_says(profile):
    """Twice the devices halve every growth, and delivery never rises."""
    once = assess(SX1301, PLAN, profile)
    twice = assess(
        SX1301,
        PLAN,
        traffic(
            devices=2 * profile.devices,
            uplinks_per_device_day=profile.uplinks_per_device_day,
            phy_bytes=profile.phy_bytes,
            sf_mix=profile.sf_mix,
            downlinks_per_device_day=profile.downlinks_per_device_day,
            rx2_share=profile.rx2_share,
        ),
    )
    assert twice.binding.growth == pytest.approx(once.binding.growth / 2)
    assert twice.delivery <= once.delivery <= once.collision_free <= 1


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("devices", {"devices": 0}),
        ("devices", {"devices": 1.5}),
        ("devices", {"devices": 10_000_001}),
        ("uplinks_per_device_day", {"uplinks_per_device_day": 0}),
        ("uplinks_per_device_day", {"uplinks_per_device_day": float("nan")}),
        ("phy_bytes", {"phy_bytes": 0}),
        ("phy_bytes", {"phy_bytes": 256}),
        ("sf_mix", {"sf_mix": {}}),
        ("sf_mix", {"sf_mix": {7: 0.5, 8: 0.4}}),
        ("sf_mix", {"sf_mix": {6: 1.0}}),
        ("sf_mix", {"sf_mix": {7: 1.5, 8: -0.5}}),
        ("downlinks_per_device_day", {"downlinks_per_device_day": -1}),
        ("rx2_share", {"rx2_share": 1.1}),
    ],
)
def test_impossible_profiles_are_refused(field, changes):
    with pytest.raises(CapacityInputError) as refused:
        traffic(**changes)
    assert refused.value.field == field


def test_a_profile_no_device_may_send_is_refused():
    """At SF12 a frame of 23 bytes may be sent some 930 times a day, not 2,000."""
    with pytest.raises(CapacityInputError) as refused:
        assess(SX1301, PLAN, traffic(uplinks_per_device_day=2000))
    assert refused.value.code == "device_duty_cycle"
    assert refused.value.values["spreading_factor"] == 12
    most = refused.value.values["most"]
    assess(SX1301, PLAN, traffic(uplinks_per_device_day=most))


def test_the_chip_says_what_its_demodulators_receive():
    assert concentrator_for("SX1302", 16).high_sf_demodulators == 8
    assert concentrator_for("SX1302", 8).high_sf_demodulators is None
    assert concentrator_for("", 4).high_sf_demodulators is None


def test_what_is_unused_has_no_growth():
    answer = assess(SX1301, PLAN, traffic())
    idle = [limit for limit in answer.constraints if limit.used == 0]
    assert {limit.kind for limit in idle} == {
        ConstraintKind.HALF_DUPLEX,
        ConstraintKind.DUTY_CYCLE,
    }
    assert {(limit.growth, limit.headroom) for limit in idle} == {(None, 1)}


def test_a_planned_gateway_gives_no_firm_capacity():
    planned = concentrator_for("SX1301", 8, in_service=False)
    assert Assumption.NOT_IN_SERVICE in assess(planned, PLAN, traffic()).assumptions
    assert Assumption.NOT_IN_SERVICE not in assess(SX1301, PLAN, traffic()).assumptions


def test_a_plan_without_a_channel_for_the_traffic_is_refused():
    plan = RadioPlan(
        channels=(Channel(frequency_hz=868_100_000, max_sf=9),),
        bands=PLAN.bands,
        rx2_frequency_hz=PLAN.rx2_frequency_hz,
        rx2_spreading_factor=12,
    )
    with pytest.raises(CapacityInputError, match="none_for_sf"):
        assess(SX1301, plan, traffic())


@pytest.mark.parametrize("changes", [{"delivery": 1}, {"blocking": 0}, {"duty_ceiling": 0}])
def test_impossible_targets_are_refused(changes):
    with pytest.raises(CapacityInputError):
        Targets(**changes)


@pytest.mark.parametrize(
    "values", [{"demodulators": 0}, {"demodulators": 4, "high_sf_demodulators": 5}]
)
def test_impossible_hardware_is_refused(values):
    with pytest.raises(CapacityInputError):
        Concentrator(**values)
