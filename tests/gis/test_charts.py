"""Bar charts: what is too long to stand beside the bars breaks into lines inside the drawing."""

import re

from gis.charts import LABEL, LINE_HEIGHT, NARROW, NARROW_ROW, NUMBER, ROW, Bar, BarChart


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


def test_on_a_phone_labels_stand_above_bars_that_keep_their_numbers_inside() -> None:
    bars = [
        Bar("Zustimmung des Trägers der Wegebaulast und des Eigentümers", [1]),
        Bar("B", [3, 1]),
    ]
    narrow = BarChart("x", "t", "d", "km", bars).narrow_svg

    assert f'viewBox="0 0 {NARROW} {2 * NARROW_ROW}"' in narrow
    assert "…</text>" in narrow and "\N{NO-BREAK SPACE}km</text>" in narrow
    rights = [
        float(x) + float(w)
        for x, w in re.findall(r'x="([\d.]+)" y="[\d.]+" width="([\d.]+)', narrow)
    ]
    assert max(rights) <= NARROW - NUMBER + 1
    assert set(re.findall(r'id="([^"]+)"', narrow)) == {"x-narrow-title", "x-narrow-desc"}
