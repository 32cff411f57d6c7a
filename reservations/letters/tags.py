"""What a letter says of itself to those who hear it: headings, paragraphs, tables, pictures.

Marked content and the structure tree of ISO 32000-1, 14.7 and 14.8. The open edition of reportlab
draws without them; the few operators that it takes are written beside what it draws.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, Table


class Element:
    """A node of the tree: of the kind `kind` (H1, P, TH …), with its parts in order of reading."""

    def __init__(self, kind: str, within: Element | None = None, alternative: str = "") -> None:
        self.kind, self.alternative = kind, alternative
        self.attributes: dict[str, Any] = {}
        self.parts: list[Element | tuple[int, int]] = []
        """Elements, or what was drawn: the page and its number there, both from 0."""
        self.has_place = within is not None
        if within is not None:
            within.parts.append(self)


class Structure:
    """The tree of one document, and for each page whose each marked piece is."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self.marks: list[list[Element]] = []

    def place(self, element: Element) -> None:
        """What is drawn first is read first."""
        if not element.has_place:
            self.root.parts.append(element)
            element.has_place = True

    def mark(self, element: Element, page: int) -> int:
        self.place(element)
        self.marks.extend([] for _ in range(page + 1 - len(self.marks)))
        number = len(self.marks[page])
        self.marks[page].append(element)
        element.parts.append((page, number))
        return number

    def write(self, document: Any) -> None:
        """Into reportlab's document, once all its pages are there."""
        tree, known = PDFDictionary(), {}
        at = document.Reference(tree)
        pages = [document.Reference(page) for page in document.Pages.pages]
        top = _written(self.root, at, document, pages, known)
        parents: list[Any] = []
        for number, page in enumerate(document.Pages.pages):
            of_page = self.marks[number] if number < len(self.marks) else []
            parents += [number, PDFArray([known[id(one)] for one in of_page])]
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs = number, PDFName("S")
        nums = PDFDictionary({"Nums": PDFArray(parents)})
        tree.dict.update(Type=PDFName("StructTreeRoot"), K=top, ParentTree=nums)
        document.Catalog.StructTreeRoot = tree
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})


def _written(
    element: Element, parent: Any, document: Any, pages: Sequence[Any], known: dict[int, Any]
) -> Any:
    row = PDFDictionary()
    at = known[id(element)] = document.Reference(row)
    kids = [
        _written(part, at, document, pages, known)
        if isinstance(part, Element)
        else PDFDictionary({"Type": PDFName("MCR"), "Pg": pages[part[0]], "MCID": part[1]})
        for part in element.parts
    ]
    row.dict.update(Type=PDFName("StructElem"), S=PDFName(element.kind), P=parent, K=PDFArray(kids))
    if element.alternative:
        row.dict["Alt"] = PDFString(element.alternative)
    if element.attributes:
        row.dict["A"] = PDFDictionary(element.attributes)
    return at


class TaggedCanvas(Canvas):
    """Notes of what it draws which element it belongs to, or that it is none: an artifact."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.structure = Structure()

    @contextmanager
    def marked(self, element: Element) -> Iterator[None]:
        number = self.structure.mark(element, self._pageNumber - 1)
        self._code.append(f"/{element.kind} <</MCID {number}>> BDC")
        yield
        self._code.append("EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """Lines, page numbers, what stands on each page again: nobody reads it aloud."""
        self._code.append("/Artifact BMC")
        yield
        self._code.append("EMC")


class TaggedParagraph(Paragraph):
    """Stays one element where it goes on over the page."""

    element: Element

    def split(self, width: float, height: float) -> list[Flowable]:
        pieces: list[Flowable] = super().split(width, height)
        for piece in pieces:
            piece.element = self.element
        return pieces

    def draw(self) -> None:
        with self.canv.marked(self.element):
            super().draw()


class TaggedCell(TaggedParagraph):
    """A heading that a table repeats on its next page is read once."""

    def draw(self) -> None:
        if self.element.parts:
            with self.canv.artifact():
                Paragraph.draw(self)
        else:
            super().draw()


class TaggedTable(Table):
    element: Element

    def split(self, width: float, height: float) -> list[Flowable]:
        pieces: list[Flowable] = super().split(width, height)
        for piece in pieces:
            piece.element = self.element
        return pieces

    def draw(self) -> None:
        self.canv.structure.place(self.element)
        super().draw()

    def _drawLines(self) -> None:  # reportlab's name
        with self.canv.artifact():
            super()._drawLines()


class Picture(Flowable):
    """Drawings one below the other, with the words for who does not see them."""

    def __init__(self, drawings: Sequence[Any], alternative: str) -> None:
        super().__init__()
        self.drawings = drawings
        self.width = max(one.width for one in drawings)
        self.height = sum(one.height for one in drawings)
        self.element = Element("Figure", alternative=alternative)

    def wrap(self, *_available: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        left, bottom = self.canv.absolutePosition(0, 0)
        box = PDFArray([left, bottom, left + self.width, bottom + self.height])
        self.element.attributes = {"O": PDFName("Layout"), "BBox": box}
        down = self.height
        with self.canv.marked(self.element):
            for one in self.drawings:
                down -= one.height
                one.drawOn(self.canv, 0, down)


def paragraph(text: str, style: ParagraphStyle, kind: str = "P") -> TaggedParagraph:
    made = TaggedParagraph(text, style)
    made.element = Element(kind)
    return made


def cell(text: str, style: ParagraphStyle, row: Element, heads: str = "") -> TaggedCell:
    """A cell of the row; one that heads its `Row` or `Column` says so."""
    made = TaggedCell(text, style)
    made.element = Element("TH" if heads else "TD", row)
    if heads:
        made.element.attributes = {"O": PDFName("Table"), "Scope": PDFName(heads)}
    return made
