"""The own cases as tables, for people; for the own systems they are `export_json`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from accounts.viewer import Viewer
from gis.exporting import csv_file, xlsx_file
from gis.tables import Column
from network.periods import Period
from reservations.access.states import RequestState
from reservations.models import Offer, RequestKind
from reservations.portal.door import own_cases

PART = 2_000

COLUMNS = (
    Column("number", _("Number"), "pk"),
    Column("id", _("Id"), "public_id"),
    Column("kind", _("Kind"), "kind", "choice", choices=dict(RequestKind.choices)),
    Column("state", _("State"), "state", "choice", choices=dict(RequestState.choices)),
    Column("subject", _("Subject"), "subject"),
    Column("description", _("Description"), "description"),
    Column("first", _("First day"), "period", "date"),
    Column("last", _("Last day"), "period", "date"),
    Column("contact", _("Contact"), "contact_name"),
    Column("email", _("E-mail"), "contact_email"),
    Column("receipt", _("Receipt"), "receipt", "number"),
    Column("received", _("Received"), "received_at", "moment"),
    Column("complete", _("Complete"), "complete_at", "moment"),
    Column("answered", _("Answered"), "answered_at", "moment"),
    Column("net", _("Net"), "net", "number"),
    Column("gross", _("Gross"), "gross", "number"),
    Column("currency", _("Currency"), "currency"),
)


def write_csv(path: Path, viewer: Viewer) -> None:
    """UTF-8 with a byte order mark and semicolons, as spreadsheets open it; no formulas."""
    csv_file.write_excel(path, COLUMNS, _chunks(viewer))


def write_xlsx(path: Path, viewer: Viewer) -> None:
    """One sheet; texts stay texts."""
    xlsx_file.write(path, COLUMNS, _chunks(viewer))


def rows_of(viewer: Viewer) -> Any:
    return own_cases(viewer).order_by("pk")


def _chunks(viewer: Viewer) -> Iterator[Sequence[Sequence[Any]]]:
    open_offers = Prefetch("offers", Offer.objects.open(), to_attr="standing")
    rows = rows_of(viewer).prefetch_related(open_offers)
    part: list[Sequence[Any]] = []
    for case in rows.iterator(chunk_size=PART):
        part.append(_row(case))
        if len(part) == PART:
            yield part
            part = []
    yield part


def _row(case: Any) -> Sequence[Any]:
    period = Period.of_range(case.period)
    offer = case.standing[0] if case.standing else None
    return (
        str(case),
        str(case.public_id),
        case.kind,
        case.state,
        case.subject,
        case.description,
        period.first if period else None,
        period.last if period else None,
        case.contact_name,
        case.contact_email,
        case.receipt,
        case.received_at,
        case.complete_at,
        case.answered_at,
        offer.net if offer else None,
        offer.gross if offer else None,
        offer.currency if offer else None,
    )
