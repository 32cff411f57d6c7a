"""The history in the panel, and an earlier state that holds again as a new change."""

import re

import pytest

from accounts.models import Organisation
from assets.models import LifeCycle
from assets.services import segment, site
from history.models import Change
from tests.assets.edits.conftest import Editor, attribute, step
from tests.builders import (
    make_duct,
    make_gateway,
    make_line_network,
    make_organisation,
    make_site,
    make_user,
    place,
)

pytestmark = pytest.mark.django_db
"""Where steps are told apart each needs a transaction of its own."""


def changes(asset) -> list[int]:
    rows = Change.objects.filter(table_name=asset._meta.db_table, object_id=asset.pk)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def panel(editor: Editor, asset, **query) -> str:
    kind = asset._meta.model_name
    return editor.client.get(f"/panel/{kind}/{asset.public_id}/", query).content.decode()


def form(editor: Editor, asset, change: int) -> str:
    kind = asset._meta.model_name
    address = f"/edit/{kind}-restore/{asset.public_id}/"
    return editor.client.get(address, {"change": change}).content.decode()


def restored(editor: Editor, asset, change: int, **said):
    asset.refresh_from_db()
    kind = asset._meta.model_name
    return editor.save(step(f"{kind}-restore", asset, change=str(change), **said))


@pytest.mark.django_db(transaction=True)
def test_the_panel_tells_each_step_with_who_why_before_and_after(editor) -> None:
    one = make_site("S-1")
    site.change(site=one, by=editor.user, reason="measured", name="Markt", depth_cm=90)
    site.move(site=one, to=place(30), by=editor.user)
    said = panel(editor, one)
    assert f"· {editor.user}" in said and "Reason: measured" in said
    assert re.search(r"Depth \(cm\)</dt>.*?<del>.*?</span>–</del>.*?<ins>.*?90</ins>", said, re.S)
    assert said.count("data-before=") == 1
    before, after = attribute(said, "data-before"), attribute(said, "data-after")
    assert before["type"] == "Point" and before["coordinates"] != after["coordinates"]
    first, second, last = changes(one)
    assert f'data-given="{first}"' in said and f'data-given="{second}"' in said
    assert f'data-given="{last}"' not in said


@pytest.mark.django_db(transaction=True)
def test_older_changes_come_on_demand_and_none_is_lost(editor) -> None:
    one = make_site("S-1")
    for number in range(12):
        site.change(site=one, by=editor.user, name=f"name {number}")
    said = panel(editor, one)
    pages = [said]
    while older := re.search(r'data-older="([^"]+)"', pages[-1]):
        pages.append(editor.client.get(older[1]).content.decode())
    assert len(pages) == 3
    told = "".join(pages)
    assert [f"name {number}</ins>" in told for number in range(12)] == [True] * 12
    assert told.count("history__step") == 13


@pytest.mark.parametrize("role", ["viewer", "partner", "contractor_editor"])
def test_others_see_no_history_and_restore_nothing(role: str, editor) -> None:
    one = make_site("S-1")
    site.change(site=one, by=editor.user, name="Markt")
    other = Editor(make_user(role))
    assert "data-history" not in panel(other, one)
    address = f"/history/site/{one.public_id}/?before=999999999"
    assert other.client.get(address).status_code == 404
    status, _answer = restored(other, one, changes(one)[0])
    assert status == 422
    one.refresh_from_db()
    assert one.name == "Markt"


def test_an_auditor_reads_but_is_offered_nothing(editor) -> None:
    one = make_site("S-1")
    site.change(site=one, by=editor.user, name="Markt")
    said = panel(Editor(make_user("auditor")), one)
    assert "Markt</ins>" in said and "site-restore" not in said


def test_the_form_shows_what_will_change_and_the_state_holds_again(editor) -> None:
    network = make_line_network("A-B")
    one = network["A"]
    was = one.geom.clone()
    site.change(site=one, by=editor.user, name="Markt", owner=make_organisation("andere"))
    site.move(site=one, to=place(-20), by=editor.user)
    (first, *_rest) = changes(one)

    fragment = form(editor, one, first)
    assert re.search(r"Name</th><td>Markt</td><td>–</td>", fragment)
    assert re.search(r"Owner</th><td>Andere.*?</td><td>Stadt", fragment)
    assert attribute(fragment, "data-other")["type"] == "Point"

    status, answer = restored(editor, one, first, reason="moved by mistake")
    assert status == 200, answer
    one.refresh_from_db()
    assert (one.name, one.owner.code) == ("", "stadt")
    assert one.geom.equals_exact(was, 0.001)
    network["A-B"].refresh_from_db()
    assert network["A-B"].geom[0] == one.geom.coords
    newest = Change.objects.get(pk=changes(one)[-1])
    assert newest.reason.startswith("State of ") and newest.reason.endswith(": moved by mistake")
    assert newest.actor_id == editor.user.pk

    back = attribute(fragment, "data-way-back")[0]
    one.refresh_from_db()
    editor.done(step(back["edit"], one, **back["values"]))
    one.refresh_from_db()
    assert (one.name, one.owner.code) == ("Markt", "andere")


def test_every_kind_can_be_restored(editor) -> None:
    network = make_line_network("A-B")
    kinds = (network["A-B"], make_duct(network, "A-B"), make_gateway(network["A"], "GW-1"))
    for asset in kinds:
        noun = asset._meta.model_name
        editor.done(step(f"{noun}-change", asset, name="neu"))
        status, answer = restored(editor, asset, changes(asset)[0])
        assert status == 200, answer
        asset.refresh_from_db()
        assert asset.name != "neu"


def test_a_stale_version_changes_nothing(editor) -> None:
    one = make_site("S-1")
    site.change(site=one, by=editor.user, name="Markt")
    status, answer = editor.save(step("site-restore", one, version=1, change=str(changes(one)[0])))
    assert (status, answer["stale"]) == (422, True)
    one.refresh_from_db()
    assert (one.name, one.version) == ("Markt", 2)


def refusal(editor, asset, change: int) -> str:
    version = type(asset).objects.get(pk=asset.pk).version
    status, answer = restored(editor, asset, change)
    assert status == 422
    asset.refresh_from_db()
    assert asset.version == version
    return answer["problems"][0]["message"]


def test_refused_with_the_reason_where_rules_forbid_it(editor) -> None:
    network = make_line_network("A-B-C")
    tube = make_duct(network, "A-B")
    first = changes(network["A-B"])[0]

    segment.split(
        segment=network["A-B"], at=place(40), new_site={"code": "X", "kind": "pole"}, by=editor.user
    )
    assert "split, merged or turned" in refusal(editor, network["A-B"], first)

    site.change(site=network["C"], by=editor.user, code="C-alt")
    make_site("C", 700)
    assert "already" in refusal(editor, network["C"], changes(network["C"])[0])

    other = make_organisation("aufgelöst")
    one = make_site("S-1", 800, owner=other)
    site.change(site=one, by=editor.user, owner=Organisation.objects.get(code="stadt"))
    other.delete()
    assert "does not exist any more" in refusal(editor, one, changes(one)[0])

    alone = make_site("S-2", 900)
    site.change(site=alone, by=editor.user, life_cycle=LifeCycle.REMOVED)
    removed = changes(alone)[-1]
    site.change(site=alone, by=editor.user, life_cycle=LifeCycle.IN_SERVICE)
    make_gateway(alone, "GW-9")
    assert "depends on it" in refusal(editor, alone, removed)

    assert "in this state already" in refusal(editor, tube, changes(tube)[-1])
    assert "no such object" in refusal(editor, tube, first)
