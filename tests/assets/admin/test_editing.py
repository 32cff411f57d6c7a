"""Editing in the administration goes through the services and shows what they refuse."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from assets.models import Cable, Duct, Segment, Site
from history.models import Change
from tests.builders import (
    make_bundle,
    make_bundle_type,
    make_cable_type,
    make_claim,
    make_duct,
    make_line_network,
    make_organisation,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("front_end_unbuilt")]


@pytest.fixture
def client() -> Client:
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(make_user("editor"))
    return browser


def form_of(client: Client, address: str) -> dict[str, str]:
    """What the page's form would send if nobody changed anything."""
    form = client.get(address).context["adminform"].form
    sent = {}
    for bound in form:
        value = bound.value()
        if bound.name == "geom":
            value = bound.field.widget.serialize(_in_degrees(value))
        if value not in (None, False):
            sent[bound.html_name] = "on" if value is True else str(value)
    for formset in client.get(address).context["inline_admin_formsets"]:
        for field in formset.formset.management_form:
            sent[field.html_name] = str(field.value())
    return sent


def _in_degrees(geometry):
    return geometry.transform(4326, clone=True) if geometry else None


def sentences(answer) -> str:
    """What a page says in words, without its tags."""
    return re.sub(r"<[^>]+>", " ", answer.content.decode())


def test_a_site_is_made_on_the_map_and_changed_with_a_reason(client) -> None:
    address = reverse("admin:assets_site_add")
    point = json.dumps({"type": "Point", "coordinates": [7.15, 51.256]})
    made = {
        "code": "S-Höhne",
        "owner": make_organisation().pk,
        "kind": "chamber",
        "life_cycle": "planned",
        "can_open": "on",
        "power": "unknown",
        "accuracy": "unknown",
        "publication": "restricted",
        "provenance": "surveyed",
        "geom": point,
        "reason": "Neubau Höhne",
    }
    assert client.post(address, made).status_code == 302
    site = Site.objects.get(code="S-Höhne")
    assert Change.objects.get(table_name="assets_site").reason == "Neubau Höhne"

    address = reverse("admin:assets_site_change", args=[site.pk])
    form = form_of(client, address)
    assert client.post(address, {**form, "name": "Schacht"}).status_code == 302
    changed = Change.objects.filter(table_name="assets_site", operation="U").get()
    assert set(changed.after) == {"name", "version", "updated_at"}

    stale = client.post(address, {**form, "name": "Other"})
    assert stale.status_code == 200 and "changed by someone else" in sentences(stale)
    outside = {**made, "code": "S-2", "geom": point.replace("51.256", "15.256")}
    refused = client.post(reverse("admin:assets_site_add"), outside)
    assert "geom" in refused.context["adminform"].form.errors
    twice = client.post(reverse("admin:assets_site_add"), made)
    assert "code" in twice.context["adminform"].form.errors
    assert Site.objects.count() == 1


def test_a_site_in_use_cannot_be_deleted_and_the_page_says_why(client) -> None:
    network = make_line_network("A-B")
    address = reverse("admin:assets_site_delete", args=[network["A"].pk])
    assert "A-B" in sentences(client.get(address))
    answer = client.post(address, {"post": "yes"}, follow=True)
    assert "A-B" in sentences(answer) and Site.objects.count() == 2
    chosen = {"action": "delete_selected", "_selected_action": [network["A"].pk], "post": "yes"}
    client.post(reverse("admin:assets_site_changelist"), chosen, follow=True)
    assert Site.objects.count() == 2


def test_the_deletion_page_does_not_tell_of_what_one_may_not_see(client) -> None:
    """An editor learns that something stands in the way, but not which reservation."""
    network = make_line_network("A-B")
    pipe = make_duct(network, "A-B")
    holder = make_claim(make_organisation("traeger", "carrier"), (pipe, network["A"], network["B"]))
    address = reverse("admin:assets_duct_delete", args=[pipe.pk])
    page = sentences(client.get(address))
    assert str(holder) not in page and "1 more" in page
    planner = Client(headers={"accept-language": "en"})
    planner.force_login(make_user("planner"))
    assert str(holder.pk) in sentences(planner.get(address))


def test_a_bundle_is_laid_along_a_written_path(client) -> None:
    network = make_line_network("A-B-C")
    make_duct(network, "B-C", code="KSR-7")
    address = reverse("admin:assets_duct_add")
    laid = {
        "code": "RV-12",
        "owner": make_organisation().pk,
        "type": make_bundle_type(3).pk,
        "life_cycle": "in_service",
        "commercial_availability": "offered",
        "publication": "restricted",
        "provenance": "surveyed",
        "path": "A-B\nB-C > KSR-7 @ 1",
    }
    for path, word in (
        ("A-B\nX-Y", "X-Y"),
        ("A-B > KSR-7", "KSR-7"),
        ("", "required"),
        ("A-B > > C", "Line 1"),
    ):
        refused = client.post(address, {**laid, "path": path})
        assert word in str(refused.context["adminform"].form.errors["path"])
    assert client.post(address, laid).status_code == 302
    bundle = Duct.objects.get(code="RV-12")
    assert bundle.tubes.count() == 3
    assert set(bundle.sections.values_list("parent__duct__code", "position")) == {
        (None, None),
        ("KSR-7", 1),
    }


def test_a_cable_is_laid_and_rerouted(client) -> None:
    make_line_network("A-B-C, A-X-C")
    address = reverse("admin:assets_cable_add")
    laid = {
        "code": "K-1",
        "owner": make_organisation().pk,
        "type": make_cable_type().pk,
        "life_cycle": "in_service",
        "route_quality": "surveyed",
        "publication": "restricted",
        "provenance": "surveyed",
        "path": "A-B\nB-C",
    }
    assert client.post(address, laid).status_code == 302
    cable = Cable.objects.get()
    assert client.post(f"/admin/assets/cable/{cable.pk}/reroute/", {"path": "A-X\nX-C"}).url
    assert set(cable.sections.values_list("segment__code", flat=True)) == {"A-X", "X-C"}


def test_operations_split_merge_cut_and_remove(client) -> None:
    network = make_line_network("A-B")
    bundle = make_bundle(network, "A-B", tubes=1)
    segment = network["A-B"]
    base = f"/admin/assets/segment/{segment.pk}"
    middle = segment.geom.interpolate(40)
    middle.srid = 25832
    at = middle.transform(4326, clone=True).geojson
    assert "Place of the new site" in sentences(client.get(f"{base}/split/"))
    nowhere = client.post(f"{base}/split/", {"site_kind": "pole"})
    assert "at" in nowhere.context["form"].errors
    answer = client.post(f"{base}/split/", {"at": at, "site_code": "x", "site_kind": "pole"})
    assert answer.status_code == 302, answer.context["form"].errors
    site = Site.objects.get(code="x")

    cut = {"site": site.pk, "with_tubes": "on", "reason": "Abzweig"}
    assert client.post(f"/admin/assets/duct/{bundle.pk}/cut/", cut).status_code == 302
    assert Duct.objects.filter(code__in=["RV/2", "RV.01/2"]).count() == 2

    other = Segment.objects.get(code="A-B/2")
    refused = client.post(f"{base}/merge/", {"other": other.pk})
    assert "RV/2" in sentences(refused) and Segment.objects.count() == 2
    removed = client.post(f"/admin/assets/duct/{bundle.pk}/remove/", {"with_tubes": "on"})
    assert removed.status_code == 302
    assert Duct.objects.filter(life_cycle="removed").count() == 2


def test_who_may_not_write_may_not_operate() -> None:
    network = make_line_network("A-B")
    for role in ("viewer", "auditor", "access_officer"):
        browser = Client()
        browser.force_login(make_user(role))
        answer = browser.post(f"/admin/assets/segment/{network['A-B'].pk}/remove/")
        assert answer.status_code == 403
    assert Segment.objects.get().life_cycle == "in_service"


def test_the_history_is_told_in_words(client) -> None:
    network = make_line_network("A-B")
    address = reverse("admin:assets_site_change", args=[network["A"].pk])
    client.post(address, {**form_of(client, address), "kind": "pop", "reason": "Umbau"})
    page = sentences(client.get(reverse("admin:assets_site_history", args=[network["A"].pk])))
    assert "point of presence" in page and "Umbau" in page and "Stadt" in page
    viewer = Client()
    viewer.force_login(make_user("viewer"))
    page = viewer.get(reverse("admin:assets_site_history", args=[network["A"].pk]))
    assert "Umbau" not in sentences(page)
