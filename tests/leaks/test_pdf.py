"""What people type becomes text of a PDF and nothing else: every file is opened and read.

Names, subjects and reasons come from carriers, editors and officers. reportlab has a markup of its
own (fonts, links, pictures read from the server's disk), PDF has actions, and writing has marks
that turn the order of letters round: none of it may pass.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from accounts.models import Organisation
from assets.models import Duct, Segment, Site
from network.services.capacity_summary import refresh_due
from reservations.models import AccessRequest, DecisionOutcome, LetterKind
from reservations.services import access_request, decision, information, letter, offer
from tests.reservations.access import cases
from tests.reservations.access.conftest import load_law
from tests.reservations.conftest import Scene, make_scene
from tests.reservations.letters.reading import opened, text_of

pytestmark = pytest.mark.django_db

ATTACKS = {
    "para": '<para><font size="99">Q</font></para>',
    "link": '<a href="https://evil.example/">Q</a><link href="#x">Q</link>',
    "picture": '<img src="file:///etc/passwd" width="9" height="9"/>Q',
    "entity": '<!DOCTYPE p [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;&#65;]]>Q',
    "closing": "</p></letter><facts><fact term='x'>Q",
    "template": "{{ case.contact_email }}{% include 'x' %}{# Q #}",
    "pdf": ") Tj ET /OpenAction << /S /JavaScript /JS (app.alert(1)) >> Q",
    "marks": "rab\u202e\u2066\u200f\u061c\ufeffQ\u00ad\u2028x",
    "control": "a\x01b\x07c\x1bd\x7fe\x85f\x9bgQ",
}
WITHOUT_MARKS = {"marks": "rabQ x", "control": "abcdefgQ"}
ACTIVE = {"/Annots", "/AA", "/OpenAction", "/AcroForm", "/JavaScript", "/JS", "/URI", "/Launch"}
ACTIVE |= {"/EmbeddedFiles", "/RichMedia", "/GoToR", "/SubmitForm", "/XFA"}


def shown(attack: str) -> str:
    """As a reader should see it."""
    return " ".join(WITHOUT_MARKS.get(attack, ATTACKS[attack]).split())


def squeezed(text: str) -> str:
    """Without spaces: lines are broken where there is room."""
    return re.sub(r"\s+", "", text)


def refuse_active(pdf: bytes) -> None:
    """No action, link, form or file, no picture that was not asked for, no mark that turns text."""
    file = opened(pdf)
    names = {name for one in _dictionaries(file) for name in one}
    kinds = {one.get("/Subtype") for one in _dictionaries(file)}
    assert not names & ACTIVE and "/Image" not in kinds
    told = text_of(pdf) + "".join(str(value) for value in (file.metadata or {}).values())
    assert not [c for c in told if unicodedata.category(c) in {"Cc", "Cf", "Cs"}], told


def _dictionaries(file: PdfReader) -> Iterator[DictionaryObject]:
    for number in range(1, len(file.xref[0]) + len(file.xref_objStm) + 1):
        found = file.get_object(IndirectObject(number, 0, file))
        if isinstance(found, DictionaryObject):
            yield found


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


def hostile(scene: Scene, text: str) -> AccessRequest:
    """A case in which everybody typed it, wherever they can, up to a signed decision in part."""
    Organisation.objects.filter(pk__in=scene.north.organisation_ids).update(name=f"Nord {text}")
    facts = {"subject": f"Betreff {text}", "contact_name": f"Ada {text}", "description": text}
    case = cases.submitted(scene, 1, 2, **facts)
    access_request.ask_back(request=case, missing=f"Fehlt {text}\n\n{text}", by=scene.officer)
    return case


def named(text: str) -> None:
    """Editors name plant as they like."""
    with transaction.atomic():
        for model in (Site, Segment, Duct):
            for one in model.objects.all():
                model.objects.filter(pk=one.pk).update(code=f"{one.code}{text}"[:40])


@pytest.mark.parametrize("attack", ATTACKS)
def test_letters_and_packages_show_what_was_typed_as_text(scene: Scene, attack: str) -> None:
    text = ATTACKS[attack]
    case = hostile(scene, text)
    receipt = letter.read(case, LetterKind.RECEIPT, scene.north)
    missing = letter.read(case, LetterKind.MISSING, scene.north)
    access_request.complete(request=case, by=scene.north)
    access_request.review(request=case, by=scene.officer)
    cases.tariff()
    offer.make(request=case, valid_until=scene.period.first, by=scene.officer)
    quote = letter.read(case, LetterKind.QUOTE, scene.north)
    offer.accept(request=case, name=f"Ada {text}", by=scene.north)
    decided = _decided(scene, case, text)
    for pdf, typed in (
        (receipt, ("Betreff", "Ada")),
        (missing, ("Betreff", "Fehlt")),
        (quote, ("Betreff",)),
        (decided, ("Betreff", "Beleg", "Grund", "Ada")),
    ):
        refuse_active(pdf)
        read = squeezed(text_of(pdf))
        for word in typed:
            assert squeezed(f"{word} {shown(attack)}")[:60] in read, (word, text_of(pdf))
    _package(scene, case, attack)


def _package(scene: Scene, case: AccessRequest, attack: str) -> None:
    """The information on what is granted; editors name plant as they like."""
    case.refresh_from_db()
    refresh_due()
    named(ATTACKS[attack])
    pdf = information.read(case, "pdf", scene.north)
    refuse_active(pdf)
    read = squeezed(text_of(pdf))
    for word in ("Betreff", "Nord", "A-B"):
        assert squeezed(f"{word} {shown(attack)}")[:30] in read, (word, text_of(pdf))


def _decided(scene: Scene, case: AccessRequest, text: str) -> bytes:
    units = case.claims.get(state="held").holder.units.all()
    shown = [decision.Shown(cases.ground(), f"Beleg {text}")]
    decision.decide(
        request=case,
        outcome=DecisionOutcome.PARTLY_GRANTED,
        refused_units=[units[1]],
        grounds=shown,
        reasons=f"Grund {text}",
        by=scene.officer,
    )
    return letter.read(case, LetterKind.DECISION, scene.north)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_notice_of_extension_shows_what_was_typed_as_text(scene: Scene, attack: str) -> None:
    load_law()
    case = cases.submitted(scene, kind="information", subject=f"Betreff {ATTACKS[attack]}")
    facts = {"step_name": "answer", "reason": f"Grund {ATTACKS[attack]}", "by": scene.officer}
    access_request.extend(request=case, **facts)
    pdf = letter.read(case, LetterKind.EXTENSION, scene.north)
    refuse_active(pdf)
    for word in ("Betreff", "Grund"):
        assert squeezed(f"{word} {shown(attack)}")[:60] in squeezed(text_of(pdf))


@pytest.mark.parametrize("letters", ["W" * 4_000, "Wort " * 800, "\n".join("x" * 400)])
def test_the_longest_texts_still_make_a_letter(scene: Scene, letters: str) -> None:
    case: Any = cases.reviewed(scene, 1, subject=letters.replace("\n", " ")[:200].strip())
    grounds = [decision.Shown(cases.ground(), letters[:2_000])]
    refused = {"outcome": DecisionOutcome.REFUSED, "grounds": grounds, "reasons": letters[:4_000]}
    decision.decide(request=case, by=scene.officer, **refused)
    pdf = letter.read(case, LetterKind.DECISION, scene.north)
    refuse_active(pdf)
    assert "Seite 1 von" in text_of(pdf)
