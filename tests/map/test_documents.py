"""Photos and documents in the panel: dropped, chosen, taken with the phone, refused, removed."""

import base64

from django.db import transaction
from playwright.sync_api import Page, expect

from assets.models import Document
from assets.services import document as service
from tests.builders import make_user
from tests.gis.uploads import files
from tests.map.conftest import view
from tests.map.editing import DESK, PHONE, save, saved
from tests.map.test_accessibility import faults

DROP = """(zone, [name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
  for (const type of ["dragenter", "dragover", "drop"]) {
    const said = { bubbles: true, cancelable: true, dataTransfer: data };
    zone.dispatchEvent(new DragEvent(type, said));
  }
}"""


def drop(page: Page, name: str, data: bytes) -> None:
    page.locator("#panel-body h2").evaluate(DROP, [name, base64.b64encode(data).decode()])


def choose(page: Page, name: str, data: bytes, which: int = 0) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    page.locator("[data-attach]").nth(which).set_input_files(file)


def opened(page: Page, network, language: str = "de") -> None:
    page.goto(view(lang=language, p=f"site:{network['A'].public_id}"))
    expect(page.locator(".documents__drop")).to_be_visible()


def test_files_are_dropped_refused_with_a_reason_renamed_removed_and_brought_back(
    network, page_of, settings
):
    settings.UPLOAD_MAX_MB = 1
    page = page_of(make_user("editor"), **DESK)
    opened(page, network)
    page.evaluate("window.samePage = true")
    drop(page, "Schacht offen.jpg", files.jpeg((600, 400)))
    expect(page.locator(".documents__photos img")).to_have_attribute("alt", "Schacht offen")
    choose(page, "Messung.pdf", files.PDF)
    expect(page.locator(".documents .contents")).to_contain_text("Messung")

    drop(page, "zu-gross.pdf", files.PDF + bytes(1_200_000))
    drop(page, "virus.exe", b"MZ")
    drop(page, "foto.jpg", files.PDF)
    drop(page, "bombe.zip", files.bomb())
    refusals = page.locator(".documents__upload .kern-error")
    expect(refusals).to_have_count(4)
    for sentence in ("höchstens 1 MB", "Angenommen werden", "aber ein PDF", "Ausgepackt wäre"):
        expect(refusals.filter(has_text=sentence)).to_have_count(1)
    assert faults(page) == []
    assert Document.objects.count() == 2

    page.locator(".documents__photos a").click()
    expect(page.locator(".document__photo")).to_be_visible()
    assert (
        page.locator(".document__photo").evaluate(
            "one => one.decode().then(() => one.naturalWidth)"
        )
        == 600
    )
    assert faults(page) == []
    page.get_by_role("button", name="Umbenennen").click()
    page.fill("#edit-title", "Deckel")
    assert faults(page) == []
    save(page)
    saved(page)
    expect(page.locator(".documents__photos img")).to_have_attribute("alt", "Deckel")

    page.locator(".documents__photos a").click()
    page.get_by_role("button", name="Entfernen").click()
    save(page)
    saved(page)
    expect(page.locator(".documents .contents")).to_contain_text("Messung")
    expect(page.locator(".documents__photos")).to_have_count(0)
    page.locator("#edit-undo").click()
    expect(page.locator("#toast")).to_contain_text("Rückgängig gemacht")
    assert not Document.objects.filter(removed=True).exists()
    assert page.evaluate("window.samePage") is True


def test_the_history_names_a_document_and_leads_to_what_was_removed(network, page_of):
    """A removed one was in no list: nobody could bring it back, as its removal promised."""
    editor = make_user("editor")
    page = page_of(editor, **DESK)
    opened(page, network)
    choose(page, "Messung.pdf", files.PDF)
    expect(page.locator(".documents .contents")).to_contain_text("Messung")
    with transaction.atomic():
        service.remove(document=Document.objects.get(), by=editor, reason="Alt")
    page.reload()
    step = page.locator(".history__step").first
    expect(step).to_contain_text("Dokument Messung: Entfernt")
    expect(page.locator(".documents .contents")).to_have_count(0)
    step.get_by_role("link", name="Dokument Messung").click()
    page.get_by_role("button", name="Zurückholen").click()
    save(page)
    saved(page)
    expect(page.locator(".documents .contents")).to_contain_text("Messung")
    assert faults(page) == []


def test_a_lost_connection_is_said_and_the_file_sent_again_once(network, page_of):
    page = page_of(make_user("editor"), **DESK)
    opened(page, network, "en")
    lost = {"left": 1}

    def cut(route):
        """The server gets it, the answer is lost."""
        if lost["left"]:
            lost["left"] -= 1
            route.fetch()
            return route.abort()
        return route.continue_()

    page.route("**/documents/site/**", cut)
    choose(page, "plan.pdf", files.PDF)
    page.get_by_role("button", name="Send again").click()
    expect(page.locator(".documents .contents")).to_contain_text("plan")
    expect(page.locator(".documents__upload")).to_have_count(0)
    assert Document.objects.count() == 1


def test_a_phone_offers_its_camera_and_viewers_see_without_sending(network, page_of):
    page = page_of(make_user("editor"), **{**PHONE, "is_mobile": True})
    opened(page, network, "en")
    camera = page.locator(".documents__camera")
    expect(camera).to_be_visible()
    assert camera.locator("input").get_attribute("capture") == "environment"
    # A phone that is asked for endings opens its files instead of the camera.
    assert camera.locator("input").get_attribute("accept") == "image/*"
    choose(page, "IMG_1.jpg", files.jpeg((400, 600), turned=True), which=1)
    expect(page.locator(".documents__photos img")).to_be_visible()
    assert faults(page) == []

    other = page_of(make_user("viewer"), **PHONE)
    other.goto(view(lang="en", p=f"site:{network['A'].public_id}"))
    expect(other.locator(".documents__photos img")).to_be_visible()
    expect(other.locator("[data-attach]")).to_have_count(0)
