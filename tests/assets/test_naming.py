"""Catalogue entries are called in the language of whoever reads, German where there is no other."""

import pytest
from django.utils.translation import override

from assets.models import CableType, DuctType, FrequencyPlan
from reservations.models import Tariff


@pytest.mark.parametrize("model", [DuctType, CableType, FrequencyPlan, Tariff])
def test_a_name_is_in_the_readers_language(model):
    known = model(name="Rohrverband", name_en="Bundle")
    with override("en"):
        assert str(known) == "Bundle"
        assert str(model(name="Eigenes")) == "Eigenes"
    for language in ("de", "de-at"):
        with override(language):
            assert str(known) == "Rohrverband"
