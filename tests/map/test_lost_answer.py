"""The server has saved, and its answer does not arrive: whatever happens then, it is saved once."""

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Route, expect

from accounts.models import User
from assets.models import Site
from tests.builders import make_user
from tests.map.conftest import log_in, view
from tests.map.editing import DESK, fill, points, save, saved, start

SAVES = "**/edit/?lang=*"
FLUSHED_MS = 8_000
"""After that Chromium has written what a page keeps: it does so about every five seconds."""


@pytest.fixture
def editor(network):
    return make_user("editor")


def losing_answers(page: Page) -> list[str]:
    """Lets each save through to the server and loses what it answers; the list has the keys."""
    keys: list[str] = []

    def lose(route: Route) -> None:
        # The page may be closed, or healed, while the server still works.
        with suppress(Error):
            assert route.fetch().ok
            keys.append(route.request.post_data_json["key"])
            route.abort()

    page.route(SAVES, lose)
    return keys


def cut_off(page: Page) -> None:
    page.route(SAVES, lambda route: route.abort())


def heal(page: Page) -> None:
    page.unroute_all(behavior="ignoreErrors")


def come_back(page: Page) -> None:
    """Leaves the page while nothing arrives, and opens it once the connection is back."""
    page.goto("about:blank")
    heal(page)
    page.goto(view() + "&t=edit")


def place_site(page: Page, code: str, *, right_m: int = 20) -> None:
    start(page, "site-create", view())
    points(page, (right_m, 30))
    fill(page, kind="chamber", code=code)
    save(page)


def waiting(page: Page) -> None:
    expect(page.locator("#status-edit")).to_contain_text("keine Verbindung")


def sites(code: str) -> int:
    return Site.objects.filter(code__startswith=code).count()


def test_after_a_reload_the_same_key_gets_the_first_answer(editor, page_of):
    page = page_of(editor, **DESK)
    keys = losing_answers(page)
    place_site(page, "ONCE")
    waiting(page)
    assert sites("ONCE") == 1
    sent: list[str] = []
    page.on("request", lambda one: one.method == "POST" and sent.append(one.post_data_json["key"]))
    come_back(page)
    expect(page.locator("#toast")).to_contain_text("jetzt gespeichert")
    assert set(sent) == {keys[0]}
    assert sites("ONCE") == 1
    # It is on the way back of this session, once.
    page.locator("#edit-undo").click()
    expect(page.locator("#toast")).to_contain_text("Rückgängig gemacht: Neuer Standort")
    assert sites("ONCE") == 0
    expect(page.locator("#edit-undo")).to_be_disabled()


def test_without_a_reload_it_is_sent_until_an_answer_comes(editor, page_of):
    page = page_of(editor, **DESK)
    keys = losing_answers(page)
    place_site(page, "ONCE")
    page.wait_for_timeout(3_500)
    assert len(keys) > 1
    assert set(keys) == {keys[0]}
    heal(page)
    saved(page)
    assert sites("ONCE") == 1


def test_what_two_tabs_wait_for_is_saved_once_each(editor, page_of):
    """Both share what the browser keeps: neither may forget what the other waits for."""
    first = page_of(editor, **DESK)
    second = first.context.new_page()
    losing_answers(first)
    place_site(first, "TAB-1")
    waiting(first)
    cut_off(second)
    place_site(second, "TAB-2", right_m=60)
    waiting(second)
    heal(second)
    saved(second)
    come_back(first)
    expect(first.locator("#toast")).to_contain_text("jetzt gespeichert")
    assert (sites("TAB-1"), sites("TAB-2")) == (1, 1)


def test_a_tab_leaves_alone_what_another_one_is_sending(editor, page_of):
    first = page_of(editor, **DESK)
    cut_off(first)
    place_site(first, "LIVE")
    waiting(first)
    second = first.context.new_page()
    second.goto(view() + "&t=edit")
    expect(second.locator(".edit-intro")).to_be_visible()
    second.wait_for_load_state("networkidle")
    assert sites("LIVE") == 0
    heal(first)
    saved(first)
    assert sites("LIVE") == 1
    expect(second.locator("#edit-undo")).to_be_disabled()


def test_what_a_closed_tab_left_is_sent_by_the_next_one(editor, page_of):
    first = page_of(editor, **DESK)
    cut_off(first)
    place_site(first, "LEFT-1")
    waiting(first)
    second = first.context.new_page()
    losing_answers(second)
    place_site(second, "LEFT-2", right_m=60)
    waiting(second)
    third = first.context.new_page()
    first.close()
    second.close()
    third.goto(view() + "&t=edit")
    expect(third.locator("#toast")).to_contain_text("jetzt gespeichert")
    expect(third.locator("#edit-undo")).to_be_enabled()
    third.wait_for_load_state("networkidle")
    assert (sites("LEFT-1"), sites("LEFT-2")) == (1, 1)
    for left in (1, 0):
        third.locator("#edit-undo").click()
        # Neither can be pressed while it is under way.
        expect(third.locator("#edit-redo")).to_be_enabled()
        expect(third.locator("#edit-undo")).to_be_enabled(enabled=left > 0)
        assert sites("LEFT") == left


def test_another_browser_of_the_same_person_does_not_send_it(editor, page_of):
    first, other = page_of(editor, **DESK), page_of(editor, **DESK)
    losing_answers(first)
    place_site(first, "MINE")
    waiting(first)
    other.goto(view() + "&t=edit")
    expect(other.locator(".edit-intro")).to_be_visible()
    expect(other.locator("#edit-undo")).to_be_disabled()
    heal(first)
    saved(first)
    assert sites("MINE") == 1


def test_a_killed_browser_sends_it_when_it_is_opened_again(editor, open_kept, tmp_path):
    page = open_kept(editor)
    keys = losing_answers(page)
    place_site(page, "KILLED")
    waiting(page)
    page.wait_for_timeout(FLUSHED_MS)
    assert sites("KILLED") == 1
    for process in processes_of(tmp_path):
        os.kill(process, signal.SIGKILL)
    again = open_kept(editor)
    again.goto(view() + "&t=edit")
    expect(again.locator("#toast")).to_contain_text("jetzt gespeichert")
    assert sites("KILLED") == 1
    assert len(set(keys)) == 1
    again.context.close()


@pytest.fixture
def open_kept(answered, live_server, browser_type, browser_type_launch_args, tmp_path):
    """Opens a browser whose store outlives its process."""

    def opened(user: User) -> Page:
        options = {"base_url": live_server.url, "locale": "de-DE", **DESK}
        context = browser_type.launch_persistent_context(
            tmp_path, **options, **browser_type_launch_args
        )
        log_in(context, user, live_server.url)
        return context.pages[0]

    return opened


def processes_of(kept: Path) -> list[int]:
    """The processes of the browser with this store, and of no other."""
    named = f"--user-data-dir={kept}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and named in (entry / "cmdline").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found
