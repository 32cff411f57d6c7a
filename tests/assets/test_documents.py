"""Photos and documents: who attaches, who sees, what a division and a deletion do with them."""

from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test import Client

from accounts.models import Grant, Organisation
from assets.models import Document, LifeCycle, Segment, Site
from assets.services import document, duct, segment, site
from gis.models import StoredFile
from gis.refusals import NotFound, NotPermitted, Refusal, StaleVersion
from gis.uploads import take
from history.models import Change
from tests.builders import (
    make_area,
    make_bundle,
    make_duct,
    make_gateway,
    make_line_network,
    make_site,
    make_user,
    place,
)
from tests.gis.uploads import files

pytestmark = pytest.mark.django_db


def attach(asset, by, name="foto.jpg", data=None, **said) -> Document:
    file = take.checked(files.sent(name, data or files.jpeg()))
    return document.attach(asset=asset, file=file, by=by, **said)


def browser(user=None) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    if user is not None:
        client.force_login(user)
    return client


def sent_to(client, asset, name="foto.jpg", data=None, **more):
    address = f"/documents/{asset._meta.model_name}/{asset.public_id}/"
    return client.post(address, {"file": files.sent(name, data or files.jpeg()), **more})


# --- attaching
def test_every_kind_of_asset_takes_a_file_and_its_panel_shows_it(editor) -> None:
    network = make_line_network("A-B")
    tube = make_duct(network, "A-B")
    gateway = make_gateway(network["A"], "GW-1")
    client = browser(editor)
    for asset in (network["A"], network["A-B"], tube, gateway):
        answer = sent_to(client, asset, "Schacht offen.jpg")
        assert answer.status_code == 201, answer.json()
        made = Document.objects.get(public_id=answer.json()["id"])
        assert (made.asset, made.title, made.file.by) == (asset, "Schacht offen", editor)
        panel = client.get(f"/panel/{asset._meta.model_name}/{asset.public_id}/").content.decode()
        assert f"/documents/{made.public_id}/thumbnail/" in panel
        assert 'alt="Schacht offen"' in panel


def test_a_file_sent_twice_after_a_lost_answer_is_attached_once(editor) -> None:
    asset = make_site("S-1")
    wanted = str(uuid4())
    answers = [sent_to(browser(editor), asset, id=wanted) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert {one.json()["id"] for one in answers} == {wanted}
    assert Document.objects.count() == StoredFile.objects.count() == 1


def test_refused_with_the_reason_at_the_field_and_nothing_kept(editor, settings) -> None:
    asset = make_site("S-1")
    settings.UPLOAD_MAX_MB = 1
    cases = {
        "FILE_TOO_LARGE": ("plan.pdf", files.PDF + bytes(1_500_000)),
        "FILE_MISMATCH": ("foto.jpg", files.PDF),
        "FILE_ARCHIVE": ("daten.zip", files.bomb()),
    }
    for code, (name, data) in cases.items():
        answer = sent_to(browser(editor), asset, name, data)
        said = answer.json()
        assert (answer.status_code, said["code"], said["field"]) == (400, code, "file")
        assert said["message"]
    assert not Document.objects.exists() and not StoredFile.objects.exists()


@pytest.mark.parametrize("role", ["viewer", "partner", "access_officer", "auditor"])
def test_only_editors_attach(role: str) -> None:
    asset = make_site("S-1")
    answer = sent_to(browser(make_user(role)), asset)
    assert answer.status_code == (404 if role == "partner" else 403)
    assert sent_to(browser(), asset).status_code == 403
    assert not StoredFile.objects.exists()


def test_contractors_attach_in_their_area_only() -> None:
    inside, outside = make_site("S-1", 10), make_site("S-2", 900)
    contractor = make_user("contractor_editor", area=make_area(0, -50, 100, 50))
    assert sent_to(browser(contractor), inside).status_code == 201
    assert sent_to(browser(contractor), outside).status_code == 404


# --- seeing
def test_partners_see_files_of_what_a_grant_opens_and_no_others(editor) -> None:
    network = make_line_network("A-B")
    shown, hidden = attach(network["A"], editor), attach(network["B"], editor)
    partner = make_user("partner")
    client = browser(partner)
    addresses = [
        f"/documents/{one.public_id}/{part}/"
        for one in (shown, hidden)
        for part in ("file", "thumbnail")
    ] + [f"/panel/document/{one.public_id}/" for one in (shown, hidden)]
    assert {client.get(address).status_code for address in addresses} == {404}
    assert {browser().get(address).status_code for address in addresses} == {404}

    grant = Grant.objects.create(
        organisation=Organisation.objects.get(code="traeger"),
        case_reference="F-1",
        valid=("2026-01-01", None),
    )
    network["A"].grants.add(grant)
    codes = {address: client.get(address).status_code for address in addresses}
    assert {address for address, code in codes.items() if code == 200} == {
        address for address in addresses if str(shown.public_id) in address
    }
    assert list(Document.objects.visible_to(partner)) == [shown]
    panel = client.get(f"/panel/site/{network['A'].public_id}/").content.decode()
    assert str(shown.public_id) in panel and "data-attach" not in panel


# --- changing
def test_rename_and_remove_by_the_edits_of_the_map_with_a_way_back(editor) -> None:
    from tests.assets.edits.conftest import Editor, attribute, step

    asset = make_site("S-1")
    one = attach(asset, editor)
    door = Editor(editor)
    door.done(step("document-change", one, title="Deckel"))
    one.refresh_from_db()
    assert (one.title, one.version) == ("Deckel", 2)

    way_back = attribute(door.form("document-remove", one), "data-way-back")
    door.done(step("document-remove", one, reason="falscher Schacht"))
    panel = door.client.get(f"/panel/site/{asset.public_id}/").content.decode()
    assert f"/documents/{one.public_id}/" not in panel
    assert one.file.path.exists()

    one.refresh_from_db()
    door.done(step(way_back[0]["edit"], one))
    one.refresh_from_db()
    assert not one.removed

    rows = Change.objects.filter(table_name="assets_document").order_by("pk")
    assert [row.operation for row in rows] == ["I", "U", "U", "U"]
    assert rows[1].before["title"] == "foto" and rows[1].after["title"] == "Deckel"
    assert (rows[2].reason, rows[2].actor_id) == ("falscher Schacht", editor.pk)


def test_a_stale_rename_and_an_empty_title_are_refused(editor) -> None:
    one = attach(make_site("S-1"), editor)
    with pytest.raises(StaleVersion):
        document.change(document=one, by=editor, title="x", version=7)
    for wrong in ("  ", "a\0b"):
        with pytest.raises(Refusal) as refused:
            document.change(document=one, by=editor, title=wrong)
        assert refused.value.field == "title"
    with pytest.raises(Refusal) as refused:
        attach(one.asset, editor, title="a\0b")
    assert refused.value.field == "title"
    with pytest.raises(NotPermitted):
        document.remove(document=one, by=make_user("viewer"))
    with pytest.raises((NotFound, NotPermitted)):
        document.remove(
            document=one, by=make_user("contractor_editor", area=make_area(500, 0, 600, 9))
        )
    one.refresh_from_db()
    assert (one.title, one.removed, one.version) == ("foto", False, 1)


# --- what becomes of them
def test_both_halves_of_a_divided_segment_keep_them_and_a_merge_has_them_once(editor) -> None:
    network = make_line_network("A-B")
    attach(network["A-B"], editor)
    new = segment.split(
        segment=network["A-B"], at=place(40), new_site={"code": "X", "kind": "pole"}, by=editor
    )
    halves = Segment.objects.order_by("pk")
    assert [[one.title for one in half.documents.all()] for half in halves] == [["foto"], ["foto"]]
    attach(halves[1], editor, "neu.jpg")
    segment.merge(segment=halves[0], other=halves[1], by=editor, drop_site=True)
    assert sorted(one.title for one in network["A-B"].documents.all()) == ["foto", "neu"]
    assert new is not None


def test_both_pieces_of_a_cut_duct_keep_them(editor) -> None:
    network = make_line_network("A-B-C")
    bundle = make_bundle(network, "A-B-C")
    attach(bundle, editor)
    duct.cut(duct=bundle, site=network["B"], by=editor, with_tubes=True)
    assert Document.objects.filter(duct__isnull=False).values("duct").distinct().count() == 2
    assert StoredFile.objects.count() == 1


def test_a_deletion_is_refused_while_something_is_attached_but_a_removal_is_not(editor) -> None:
    asset = make_site("S-1")
    one = attach(asset, editor)
    with pytest.raises(Refusal) as refused:
        site.delete(site=asset, by=editor)
    assert refused.value.code == "IN_THE_WAY" and "foto" in str(refused.value)
    document.remove(document=one, by=editor)
    site.remove(site=asset, by=editor)
    asset.refresh_from_db()
    assert asset.life_cycle == LifeCycle.REMOVED
    site.delete(site=asset, by=editor)
    assert not Site.objects.exists() and not Document.objects.exists()


def test_the_database_wants_exactly_one_asset_and_a_title(editor) -> None:
    network = make_line_network("A-B")
    one = attach(network["A"], editor)
    for change in (
        "site_id = NULL",
        f"segment_id = {network['A-B'].pk}",
        "title = ''",
        "file_id = gen_random_uuid()",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE assets_document SET {change} WHERE id = %s", [one.pk])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
