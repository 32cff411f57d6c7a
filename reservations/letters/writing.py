"""From what a letter says to the PDF of it."""

from __future__ import annotations

import datetime as dt

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import capfirst

from reservations.clocks.counting import day_of
from reservations.letters.contents import LANGUAGE, LAWS, Draft
from reservations.letters.letterhead import Letterhead, letterhead
from reservations.letters.markup import flowables, plain
from reservations.letters.sheet import Sheet, pdf
from reservations.models import AccessRequest

DRAFT = "ENTWURF"


def written(case: AccessRequest, draft: Draft) -> bytes:
    """The letter as PDF; one that is not signed yet says on each page that it is a draft."""
    head = letterhead()
    with translation.override(LANGUAGE):
        facts = {**_of_the_case(case), **draft.facts, "head": head}
        markup = render_to_string(f"letters/{draft.template}.xml", facts)
        sheet = Sheet(
            head=head,
            title=plain(f"{case} · {capfirst(draft.kind.label)} · {case.subject}"),
            recipient=recipient(case),
            block=_block(case, draft, head),
            watermark="" if draft.is_final else DRAFT,
        )
    return pdf(sheet, flowables(markup))


def recipient(case: AccessRequest) -> list[str]:
    """The lines of the address field; by e-mail where no address is known."""
    organisation = case.organisation
    known = [line.strip() for line in organisation.postal_address.splitlines() if line.strip()]
    way = known or [f"per E-Mail: {case.contact_email}"]
    return [plain(line) for line in (organisation.name, case.contact_name, *way)]


def _of_the_case(case: AccessRequest) -> dict[str, object]:
    return {
        "case": case,
        "first": case.period.lower,
        "last": case.period.upper - dt.timedelta(days=1) if case.period.upper else None,
        "received": day_of(case.received_at) if case.received_at else None,
        "law": LAWS.get(case.legal_basis, case.get_legal_basis_display()),
    }


def _block(case: AccessRequest, draft: Draft, head: Letterhead) -> list[tuple[str, str]]:
    rows = [("Unser Zeichen", str(case)), ("Datum", draft.day.strftime("%d.%m.%Y"))]
    if draft.facts.get("signed_by"):
        rows.append(("Bearbeitung", plain(str(draft.facts["signed_by"]))))
    return rows + [("Kontakt" if not at else "", line) for at, line in enumerate(head.contact)]
