"""Letters and packages are tagged: who hears them hears headings, tables and pictures, in order."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
from pypdf.generic import ContentStream
from pypdfium2 import raw

from reservations.letters.letterhead import Letterhead
from reservations.letters.markup import flowables
from reservations.letters.sheet import Sheet, pdf
from reservations.models import LetterKind
from reservations.services import information, letter
from tests.reservations.access.cases import granted, offered, submitted
from tests.reservations.letters.reading import opened

pytestmark = pytest.mark.django_db

PAINTS = {b"Tj", b"TJ", b"'", b'"', b"Do", b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"sh"}
Piece = tuple[int, int]


def texts(data: bytes) -> dict[Piece, str]:
    """What is written in each marked piece of each page, as another library reads it."""
    found: dict[Piece, str] = {}
    document = pypdfium2.PdfDocument(data)
    for number, page in enumerate(document):
        whole = page.get_textpage()
        for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            at = (number, raw.FPDFPageObj_GetMarkedContentID(one.raw))
            found[at] = " ".join((found.get(at, "") + " " + _text_of(one, whole)).split())
    return found


def _text_of(one: Any, page: Any) -> str:
    size = raw.FPDFTextObj_GetText(one.raw, page.raw, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFTextObj_GetText(
        one.raw, page.raw, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size
    )
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def heard(data: bytes) -> list[tuple[str, str]]:
    """Kind and words of what has words, in the order of the tree."""
    reader, known = opened(data), texts(data)
    numbers = {page.indirect_reference.idnum: at for at, page in enumerate(reader.pages)}

    def walk(element: Any) -> Iterator[tuple[str, str]]:
        kids = [kid.get_object() for kid in element["/K"]]
        own = [
            known.get((numbers[kid.raw_get("/Pg").idnum], kid["/MCID"]), "")
            for kid in kids
            if kid["/Type"] == "/MCR"
        ]
        yield element["/S"], " ".join(own)
        for kid in kids:
            if kid["/Type"] == "/StructElem":
                yield from walk(kid)

    return list(walk(reader.root_object["/StructTreeRoot"]["/K"]))


def untold(data: bytes) -> list[str]:
    """What is painted and neither belongs to an element nor is called an artifact."""
    reader, found = opened(data), []
    for page in reader.pages:
        depth = 0
        for operands, operator in ContentStream(page["/Contents"], reader).operations:
            depth += (operator in (b"BDC", b"BMC")) - (operator == b"EMC")
            if operator in PAINTS and depth != 1:
                found.append(f"{operator!r} {operands} at depth {depth}")
    return found


def every_kind(scene: Any) -> Iterator[tuple[str, bytes]]:
    grant, offer, handed_in = granted(scene, 3), offered(scene, 2), submitted(scene, 1)
    yield "receipt", letter.read(handed_in, LetterKind.RECEIPT, scene.north)
    yield "quote", letter.read(offer, LetterKind.QUOTE, scene.north)
    yield "decision", letter.read(grant, LetterKind.DECISION, scene.north)
    yield "information", information.read(grant, "pdf", scene.north)


def test_all_that_is_painted_is_told_or_an_artifact(scene, law) -> None:
    for name, data in every_kind(scene):
        assert untold(data) == [], name
        root = opened(data).root_object
        assert root["/MarkInfo"]["/Marked"].value is True, name
        assert root["/Lang"] == "de-DE", name
        assert root["/ViewerPreferences"]["/DisplayDocTitle"], name


def test_pages_and_tree_point_at_each_other(scene, law) -> None:
    for name, data in every_kind(scene):
        reader = opened(data)
        nums = reader.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]
        parents = dict(zip(nums[::2], nums[1::2], strict=True))
        for number, page in enumerate(reader.pages):
            assert (page["/StructParents"], page["/Tabs"]) == (number, "/S")
            for mcid, element in enumerate(parents[number]):
                mine = [kid.get_object() for kid in element.get_object()["/K"]]
                assert any(kid.get("/MCID") == mcid for kid in mine), (name, number, mcid)


def test_a_quote_is_heard_as_it_is_read(scene, law) -> None:
    case = offered(scene, 1)
    said = heard(letter.read(case, LetterKind.QUOTE, scene.north))
    kinds = [kind for kind, _text in said]
    texts_of = {kind: [text for one, text in said if one == kind] for kind in kinds}
    assert said[0] == ("/Document", "")
    assert texts_of["/H1"] == [f"Angebot – {case.subject}"]
    assert texts_of["/TH"][:2] == ["Pos.", "Leistung und Berechnung"]
    assert kinds.count("/TR") == 5 and kinds.count("/TH") == 5
    assert texts_of["/TD"][0] == "1"
    order = [text for _kind, text in said]
    address, block = order.index("Ada Nord"), order.index(f"Unser Zeichen {case}")
    assert address < block < order.index(f"Angebot – {case.subject}")
    assert not any("Seite 1 von" in text for text in order)


def test_the_sketch_says_in_words_what_it_shows(scene) -> None:
    data = information.read(granted(scene, 1), "pdf", scene.north)
    said = opened(data).root_object["/StructTreeRoot"]["/K"]["/K"]
    pictures = [one.get_object() for one in said if one.get_object()["/S"] == "/Figure"]
    assert len(pictures) == 1
    assert "Zellen von 50 m" in pictures[0]["/Alt"]
    assert "Genau eingezeichnet" in pictures[0]["/Alt"]
    assert len(pictures[0]["/A"]["/BBox"]) == 4


def test_what_goes_on_over_the_page_stays_one_and_a_heading_is_read_once() -> None:
    rows = "".join(f"<row><cell>{at}</cell><cell>Rohr {at}</cell></row>" for at in range(120))
    long = "<p>" + "Wort " * 2500 + "</p>"
    head = "<row><cell>Nr.</cell><cell>Was</cell></row>"
    markup = f'<letter>{long}<table widths="40 60">{head}{rows}</table></letter>'
    sheet = Sheet(Letterhead("Stadt", "", (), (), (), None), "Lang", ["Ada"], [])
    data = pdf(sheet, flowables(markup))
    said = heard(data)
    assert len(opened(data).pages) > 3
    assert untold(data) == []
    words = [text for kind, text in said if kind == "/P" and "Wort" in text]
    assert [text.count("Wort") for text in words] == [2500]
    assert [text for kind, text in said if kind == "/TH"] == ["Nr.", "Was"]
    assert sum(kind == "/TR" for kind, _text in said) == 121
