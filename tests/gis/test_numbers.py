"""Numbers are rounded where they are shown, not cut off."""

from decimal import Decimal

import pytest
from django.utils import translation

from gis.charts import Bar, BarChart
from gis.exporting.values import worded
from gis.numbers import rounded
from gis.tables import Column


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        (1.96, 1, "2,0"),
        (0.25, 1, "0,3"),
        (-3.46, 1, "-3,5"),
        (-0.04, 1, "0,0"),
        (364048.296, 2, "364.048,30"),
        (1234.5, 0, "1.235"),
        (Decimal("452.205"), 2, "452,21"),
        (1e30, 1, "1" + ".000" * 10 + ",0"),
        (7, 1, "7,0"),
    ],
)
def test_to_so_many_decimals(value, decimals: int, said: str) -> None:
    with translation.override("de"):
        assert rounded(value, decimals) == said


def test_tables_and_charts_round_as_the_templates_do() -> None:
    with translation.override("en"):
        assert worded(285.58, Column("length_m", "length", "length_m", "number")) == "285.6"
        chart = BarChart("c", "title", "said", "km", [Bar("tunnel", [1.96])])
        assert ">2.0\N{NO-BREAK SPACE}km<" in chart.svg
