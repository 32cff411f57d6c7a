"""The package as PDF on the city's letterhead, with case and recipient across each page."""

from __future__ import annotations

import datetime as dt

from django.template.loader import render_to_string
from django.utils import timezone, translation
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from reservations.information.contents import FREE, USE, Package
from reservations.information.sketch import legend, sketch
from reservations.letters.contents import LANGUAGE
from reservations.letters.letterhead import letterhead
from reservations.letters.markup import HEADING, flowables, plain
from reservations.letters.sheet import Sheet, pdf
from reservations.letters.tags import Picture, paragraph
from reservations.letters.writing import recipient


def written(package: Package) -> bytes:
    head, case = letterhead(), package.case
    with translation.override(LANGUAGE):
        made = timezone.localtime(package.made_at)
        facts = {
            "case": case,
            "head": head,
            "package": package,
            "made": made,
            "use": USE,
            "segments": [(one, FREE[package.free.get(one.pk)]) for one in package.segments],
            "last": case.period.upper - dt.timedelta(days=1) if case.period.upper else None,
        }
        story = flowables(render_to_string("letters/information.xml", facts))
        sheet = Sheet(
            head=head,
            title=plain(f"{case} · Mindestinformationen · {case.subject}"),
            recipient=recipient(case),
            block=[("Unser Zeichen", str(case)), ("Datum", made.strftime("%d.%m.%Y"))],
            watermark=plain(package.watermark),
        )
    return pdf(sheet, [*story, _picture(package)])


def _picture(package: Package) -> Flowable:
    """The sketch with heading and legend, on one page."""
    heading = paragraph("Lageskizze", HEADING, "H2")
    drawn = Picture([sketch(package), legend(package)], _in_words(package))
    return KeepTogether([Spacer(0, 3 * mm), heading, drawn])


def _in_words(package: Package) -> str:
    """What the sketch shows, for who does not see it; the tables before it name everything."""
    cells = ", ".join(f"{count} {free}" for free, count in package.cells_by_class)
    exact = ", ".join(one.code for one in package.segments)
    said = [f"Skizze des Gebiets, Norden oben. Zellen von 50 m: {cells or 'keine'}."]
    if exact:
        said.append(f"Genau eingezeichnet: {exact}.")
    return " ".join(said)
