"""Gateway capacity from the record of a gateway and its frequency plan."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point
from django.utils.formats import date_format
from django.utils.translation import override

import network.capacity
from accounts.models import Organisation
from assets.models import FrequencyPlan, Gateway, Site
from gis.refusals import Refusal
from network.capacity.assessment import Assumption, ConstraintKind
from network.capacity_texts import ASSUMPTIONS, CONSTRAINTS, ERRORS
from network.catalogues.files import read
from network.catalogues.load import load
from network.services import gateway_capacity

pytestmark = pytest.mark.django_db

REFERENCE = Path(__file__).parents[3] / "fixtures" / "reference"
METERS = {
    "devices": 1000,
    "uplinks_per_device_day": 24.0,
    "phy_bytes": 23,
    "sf_mix": {7: 0.5, 8: 0.2, 9: 0.12, 10: 0.08, 11: 0.06, 12: 0.04},
}


@pytest.fixture
def gateway():
    load(read(REFERENCE))
    owner = Organisation.objects.create(code="city", name="City", kind="city_department")
    site = Site.objects.create(code="R1", kind="roof", owner=owner, geom=Point(370_000, 5_680_000))
    return Gateway.objects.create(
        code="GW1",
        owner=owner,
        site=site,
        network="city",
        network_gateway_id="gw-1",
        chip="SX1301",
        demodulators=8,
        frequency_plan=FrequencyPlan.objects.get(code="EU868"),
    )


def refusal(gateway, **changes):
    with pytest.raises(Refusal) as refused:
        gateway_capacity.answer(gateway=gateway, traffic=METERS | changes)
    return refused.value


def test_a_thousand_meters_on_the_shipped_plan(gateway):
    answer = gateway_capacity.answer(gateway=gateway, traffic=METERS)
    assert answer.offered_erlang == pytest.approx(0.06015, abs=5e-6)
    assert (answer.binding.kind, answer.binding.subject) == (ConstraintKind.COLLISIONS, "SF12")
    assert int(1000 * answer.binding.growth) == 25_580


def test_downlinks_in_the_second_window_use_the_ten_percent_band(gateway):
    traffic = METERS | {"downlinks_per_device_day": 1.0, "rx2_share": 1.0}
    bands = {
        band.code: (band.used_s > 0, band.budget_s)
        for band in gateway_capacity.answer(gateway=gateway, traffic=traffic).bands
    }
    assert bands["P"] == (True, pytest.approx(0.7 * 360))
    assert bands["L"] == bands["M"] == (False, pytest.approx(0.7 * 36))


def test_stricter_quality_leaves_less_room(gateway):
    usual = gateway_capacity.answer(gateway=gateway, traffic=METERS)
    strict = gateway_capacity.answer(gateway=gateway, traffic=METERS, quality={"delivery": 0.99})
    assert strict.binding.growth == pytest.approx(usual.binding.growth * 0.005025 / 0.052680, 1e-4)


def test_the_record_of_the_gateway_counts(gateway):
    gateway.chip, gateway.demodulators, gateway.full_duplex = "SX1302", 16, True
    gateway.life_cycle = "planned"
    answer = gateway_capacity.answer(gateway=gateway, traffic=METERS)
    kinds = {limit.kind for limit in answer.constraints}
    assert ConstraintKind.HIGH_SF_DEMODULATORS in kinds
    assert ConstraintKind.HALF_DUPLEX not in kinds
    assert Assumption.NOT_IN_SERVICE in answer.assumptions


def test_it_reads_the_plan_once(gateway, django_assert_num_queries):
    fresh = Gateway.objects.get(pk=gateway.pk)
    with django_assert_num_queries(3):
        gateway_capacity.answer(gateway=fresh, traffic=METERS)


def test_without_a_plan_there_is_no_answer(gateway):
    gateway.frequency_plan = None
    assert refusal(gateway).code == "NO_FREQUENCY_PLAN"


def test_a_plan_answers_only_for_its_time(gateway):
    gateway.frequency_plan.valid_from = date(2025, 1, 1)
    gateway.frequency_plan.valid_to = date(2026, 12, 31)
    for day in (date(2025, 1, 1), date(2026, 12, 31)):
        gateway_capacity.answer(gateway=gateway, traffic=METERS, on=day)
    for day in (date(2024, 12, 31), date(2027, 1, 1)):
        with pytest.raises(Refusal, match=date_format(day, "SHORT_DATE_FORMAT")):
            gateway_capacity.answer(gateway=gateway, traffic=METERS, on=day)


def test_a_plan_without_second_window_is_refused(gateway):
    gateway.frequency_plan.channels.filter(downlink_only=True).delete()
    assert refusal(gateway).code == "NO_SECOND_WINDOW"


def test_a_channel_without_spreading_factors_offers_all(gateway):
    gateway.frequency_plan.channels.filter(modulation="lora").update(min_sf=None, max_sf=None)
    answer = gateway_capacity.answer(gateway=gateway, traffic=METERS)
    assert answer.offered_erlang == pytest.approx(0.06015, abs=5e-6)


def test_a_plan_with_a_channel_outside_its_bands_is_refused(gateway):
    gateway.frequency_plan.duty_bands.filter(name="L").delete()
    assert refusal(gateway).code == "NO_BAND"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("de", "Muss zwischen 1 und 255 liegen."), ("en", "Must be between 1 and 255.")],
)
def test_bad_input_names_field_and_reason(gateway, language, sentence):
    with override(language):
        refused = refusal(gateway, phy_bytes=300)
    assert (refused.code, refused.field, str(refused)) == ("OUT_OF_RANGE", "phy_bytes", sentence)


def test_what_no_device_may_send_is_refused(gateway):
    assert refusal(gateway, uplinks_per_device_day=5000).code == "DEVICE_DUTY_CYCLE"


def test_every_key_has_a_sentence():
    """A key without one would reach people as a key, or not at all."""
    sources = Path(network.capacity.__file__).parent.glob("*.py")
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    raised = re.findall(r"CapacityInputError\(\s*[\"\w]+,\s*\"(\w+)\"", text)
    assert set(raised) == set(ERRORS)
    assert set(CONSTRAINTS) == set(ConstraintKind)
    assert set(ASSUMPTIONS) == set(Assumption)
