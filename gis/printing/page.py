"""The whole page: map, legend, north arrow, scale bar and title block."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

import numpy as np
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from PIL import Image
from reportlab.lib.colors import black, white
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from gis.layers import Layer, Viewer
from gis.page import owners
from gis.printing import background, labels, legend
from gis.printing.drawing import draw_layer, draw_lines, draw_mark
from gis.printing.features import Feature, features
from gis.printing.order import Order
from gis.printing.sheet import Sheet, bar_length_m
from gis.printing.style import Theme, mark_size
from gis.printing.text import BOLD, FONT, plain, write

ROW_MM = 5.0
LABELLED_TO = 2_500
"""The smallest scale at which codes stand along the lines."""


def make(order: Order, viewer: Viewer) -> bytes:
    """The PDF for whoever asks."""
    named = {one["code"]: one["name"] for one in owners(viewer)}
    size = mark_size(order.sheet.scale)
    theme = Theme(order.variable, list(named), timezone.localdate().year, size)
    drawn = [(layer, _features(layer, order, viewer)) for layer in order.layers]
    target = BytesIO()
    width, height = order.sheet.size
    page = Canvas(target, pagesize=(width * mm, height * mm), invariant=1)
    page.setTitle(plain(order.title or settings.CITY_NAME))
    page.setSubject(f"1 : {order.sheet.scale}")
    picture = order.background and background.fetch(order.background, order.sheet)
    _draw_map(page, order, drawn, theme, picture)
    _draw_legend(page, order.sheet, legend.rows(drawn, theme, named), theme)
    _draw_north(page, order.sheet)
    _draw_foot(page, order, viewer)
    if order.background is not None:
        _draw_source(page, order, picture)
    page.showPage()
    page.save()
    return target.getvalue()


def _features(layer: Layer, order: Order, viewer: Viewer) -> list[Feature]:
    filtered = order.filtered
    is_filtered = filtered is not None and filtered.is_narrowed
    mine = is_filtered and filtered is not None and filtered.listing.name == layer.name
    only = filtered.rows if mine and filtered is not None else None
    return features(layer, viewer, order.sheet, order.level, only)


def _draw_map(
    page: Canvas,
    order: Order,
    drawn: Sequence[tuple[Layer, list[Feature]]],
    theme: Theme,
    picture: Image.Image | None,
) -> None:
    left, bottom, width, height = (edge * mm for edge in order.sheet.frame)
    page.saveState()
    clip = page.beginPath()
    clip.rect(left, bottom, width, height)
    page.clipPath(clip, stroke=0)
    if picture is not None:
        page.drawImage(ImageReader(picture), left, bottom, width, height)
    for layer, found in drawn:
        draw_layer(page, layer, found, theme)
    for layer, found in drawn:
        if layer.name == "segments" and order.sheet.scale <= LABELLED_TO:
            labels.draw(page, labels.placed(found, order.sheet.frame))
    page.restoreState()
    page.setStrokeColor(black)
    page.setLineWidth(0.7)
    page.rect(left, bottom, width, height)


def _draw_legend(page: Canvas, sheet: Sheet, rows: Iterable[legend.Row], theme: Theme) -> None:
    left, bottom, width, height = sheet.frame
    x, y = left + width + 4, bottom + height - 30
    for row in rows:
        if y < bottom:
            break
        if row.layer is None:
            y -= 1.5
            write(page, (x, y), row.text, 9, font=BOLD)
        else:
            _draw_sample(page, row, (x, y + 1), theme)
            write(page, (x + 13, y), row.text, 8, room_mm=40)
        y -= ROW_MM


def _draw_sample(page: Canvas, row: legend.Row, at: tuple[float, float], theme: Theme) -> None:
    x, y = at
    props = row.props or {}
    if row.layer is not None and row.layer.geometry == "point":
        draw_mark(page, row.layer.name, props, (x + 5, y), theme)
    elif row.layer is not None and row.layer.geometry == "line":
        line = np.array([[x, y], [x + 10, y]])
        draw_lines(page, row.layer.name, [Feature(props, [line])], theme)
    elif row.layer is not None:
        box = np.array([[x, y - 1.5], [x + 10, y - 1.5], [x + 10, y + 1.5], [x, y + 1.5]])
        draw_layer(page, row.layer, [Feature(props, [box])], theme)


def _draw_north(page: Canvas, sheet: Sheet) -> None:
    """Grid north is up the page."""
    left, bottom, width, height = sheet.frame
    x, y = (left + width + 10) * mm, (bottom + height - 20) * mm
    path = page.beginPath()
    for number, (across, up) in enumerate([(0, 14), (4, 0), (0, 3), (-4, 0)]):
        point = (x + across * mm, y + up * mm)
        path.lineTo(*point) if number else path.moveTo(*point)
    path.close()
    page.setFillColor(black)
    page.drawPath(path, stroke=0, fill=1)
    page.setFont(BOLD, 11)
    page.drawCentredString(x, y + 15 * mm, "N")


def _draw_foot(page: Canvas, order: Order, viewer: Viewer) -> None:
    sheet = order.sheet
    left, bottom, _width, _height = sheet.frame
    width = sheet.size[0] - 2 * left
    page.setStrokeColor(black)
    page.setLineWidth(0.7)
    page.rect(left * mm, left * mm, width * mm, (bottom - left - 3) * mm)
    scale = f"1 : {number_format(sheet.scale, force_grouping=True)}"
    today = date_format(timezone.localdate(), "DATE_FORMAT")
    right, room = left + width, width - 95
    title = order.title or _("Infrastructure map")
    printed = _("Printed on %(day)s by %(name)s") % {"day": today, "name": viewer}
    note = _("For orientation only. Ask for an on-site marking before digging.")
    write(page, (left + 3, bottom - 9), title, 13, font=BOLD, room_mm=room)
    write(page, (left + 3, bottom - 14), _("City of %(city)s") % {"city": settings.CITY_NAME}, 9)
    write(page, (left + 3, bottom - 19), printed, 8, room_mm=room)
    write(page, (left + 3, bottom - 23.5), note, 7, room_mm=room)
    write(page, (right - 88, bottom - 9), _("Scale %(scale)s") % {"scale": scale}, 11, font=BOLD)
    write(page, (right - 40, bottom - 9), f"{sheet.paper.upper()} · EPSG:25832", 8)
    _draw_bar(page, right - 88, bottom - 17, sheet.scale)


def _draw_source(page: Canvas, order: Order, picture: Image.Image | None) -> None:
    """Whose picture lies below, or that it could not be had; on white, for plant may lie there."""
    source = order.background or {}
    left, bottom, width, _height = order.sheet.frame
    text = source["attribution"] if picture else _("The background could not be reached.")
    words = f"{source['title']}: {text}"
    page.setFillColor(white)
    across = min(stringWidth(plain(words), FONT, 6) / mm, width - 2) + 1.5
    page.rect((left + 0.25) * mm, (bottom + 0.25) * mm, across * mm, 2.9 * mm, stroke=0, fill=1)
    write(page, (left + 1, bottom + 1), words, 6, room_mm=width - 2)


def _draw_bar(page: Canvas, x: float, y: float, scale: int) -> None:
    """Two halves, black and white, with their lengths in metres."""
    length = bar_length_m(scale)
    half = length * 1000 / scale / 2
    page.setLineWidth(0.5)
    for number, fill in enumerate((black, white)):
        page.setFillColor(fill)
        page.rect((x + number * half) * mm, y * mm, half * mm, 2 * mm, fill=1)
    page.setFillColor(black)
    page.setFont(FONT, 7)
    ends = [
        "0",
        number_format(length / 2, length % 2),
        f"{number_format(length, force_grouping=True)} m",
    ]
    for share, text in enumerate(ends):
        page.drawCentredString((x + share * half) * mm, (y - 4) * mm, text)
