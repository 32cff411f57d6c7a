"""On a phone words stay whole: titles beside the buttons, names of files in lists."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.builders import make_user
from tests.map.conftest import view

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NAME = "Bestandsplan_Trassenabschnitte_Uellendahl_2026-11_Lieferung_Nordhoehe.csv"

# Words, and parts of a name between its signs, of which one letter stands in another line.
BROKEN = """one => {
  const found = [];
  const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    for (const { 0: word, index } of texts.currentNode.data.matchAll(/[^\\s._-]+/g)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, index);
      range.setEnd(texts.currentNode, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) found.push(word);
    }
  }
  return found;
}"""

# Whether something lies over the end of a title.
COVERED = """one => {
  const range = document.createRange();
  range.selectNodeContents(one);
  return [...range.getClientRects()].some(({ right, top, bottom }) =>
    !one.contains(document.elementFromPoint(right - 2, (top + bottom) / 2)));
}"""


def broken_in(one: Locator) -> Any:
    expect(one).to_be_visible()
    return one.evaluate(BROKEN)


@pytest.mark.parametrize("edit", ["segment-create", "duct-create", "many-change"])
def test_titles_of_forms(network: Any, page_of: Any, edit: str) -> None:
    page = page_of(make_user("planner"), **PHONE)
    page.goto(view(t="edit", e=edit))
    page.wait_for_load_state("networkidle")
    assert broken_in(page.locator("#edit-heading")) == []


@pytest.mark.parametrize("tool", ["filter", "measure", "bookmarks", "print", "route", "mine"])
def test_titles_of_tools_are_not_covered_by_the_buttons(
    network: Any, page_of: Any, tool: str
) -> None:
    page = page_of(make_user("planner"), **PHONE)
    page.goto(view(t=tool))
    title = page.locator("#panel-tool h2:visible").first
    expect(title).to_be_visible()
    assert not title.evaluate(COVERED), title.inner_text()


def test_names_of_files(network: Any, page_of: Any) -> None:
    page = page_of(make_user("planner"), **PHONE)
    page.goto("/imports/?lang=de")
    text = "code;kind;lon;lat\nX-1;handhole;7.15;51.25\n"
    page.set_input_files("#file", {"name": NAME, "mimeType": "text/csv", "buffer": text.encode()})
    page.get_by_role("button", name="Datei einlesen").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(f"Import: {NAME}")
    assert broken_in(heading) == []

    page.goto("/imports/?lang=de")
    link = page.get_by_role("link", name=NAME)
    assert broken_in(link) == []
