"""Bar charts: what is too long to stand beside the bars breaks into lines inside the drawing."""

import re

from gis.charts import LABEL, LINE_HEIGHT, ROW, Bar, BarChart


def labels(chart: BarChart) -> list[tuple[float, str]]:
    found = re.findall(r'y="([\d.]+)" text-anchor="end"[^>]*>([^<]*)', chart.svg)
    return [(float(y), text) for y, text in found]


def test_long_labels_take_two_lines_and_every_row_as_much_height() -> None:
    bars = [Bar("Mitnutzung", [1]), Bar("Zustimmung des Trägers der Wegebaulast", [2])]

    chart = BarChart("x", "t", "d", "m", bars)

    height = ROW + LINE_HEIGHT
    assert labels(chart) == [
        (height / 2, "Mitnutzung"),
        (1.5 * height - LINE_HEIGHT / 2, "Zustimmung des Trägers der"),
        (1.5 * height + LINE_HEIGHT / 2, "Wegebaulast"),
    ]
    assert f' {2 * height}"' in chart.svg


def test_what_does_not_fit_into_two_lines_ends_with_an_ellipsis() -> None:
    chart = BarChart("x", "t", "d", "m", [Bar("Wort " * 30, [1])])

    assert [text[-1] for _y, text in labels(chart)] == ["t", "…"]
    assert all(len(text) * 7.4 < LABEL for _y, text in labels(chart))


def test_short_labels_stay_on_the_bars_line() -> None:
    chart = BarChart("x", "t", "d", "m", [Bar("A", [1]), Bar("B", [2])])

    assert labels(chart) == [(ROW / 2, "A"), (ROW * 1.5, "B")]
