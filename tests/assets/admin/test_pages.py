"""Every admin page opens, for the roles that may, with a number of queries that does not grow."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from assets.models import Cable, Duct, Segment
from network.services import duct_joint
from tests.builders import (
    make_bundle,
    make_cable,
    make_claim,
    make_duct,
    make_gateway,
    make_line_network,
    make_organisation,
    make_site,
    make_user,
)

pytestmark = pytest.mark.django_db

OWN = {"accounts", "assets", "network", "reservations", "history"}
MODELS = sorted(
    (model for model in admin.site._registry if model._meta.app_label in OWN),
    key=lambda model: model._meta.label,
)
ASSETS = ["site", "segment", "duct", "cable", "gateway"]


def browser(role: str, **fields) -> Client:
    client = Client()
    client.force_login(make_user(role, **fields))
    return client


def plant(size: int = 1) -> None:
    """So many lines A--B, each with a bundle, a cable in its first tube, and a gateway."""
    for number in range(size):
        network = make_line_network(f"A{number}-B{number}")
        bundle = make_bundle(network, f"A{number}-B{number}", code=f"RV{number}")
        make_cable(network, f"A{number}-B{number}", inside=bundle.tubes.first())
        make_gateway(network[f"A{number}"])


def page(model, name: str, *arguments) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=arguments)


def test_every_concept_of_the_registry_has_a_page() -> None:
    labels = {model._meta.label for model in MODELS}
    assert labels >= {
        "accounts.Organisation", "accounts.User", "accounts.Membership", "accounts.ApiClient",
        "accounts.Grant", "assets.Site", "assets.Segment", "assets.Duct", "assets.DuctType",
        "assets.Cable", "assets.CableType", "assets.Gateway", "assets.FrequencyPlan",
        "assets.Project", "assets.Address", "assets.ColourScheme", "network.DuctJoint",
        "network.Damage", "network.FillPolicy", "reservations.Claim", "history.Change",
        "reservations.AccessRequest", "reservations.ClockRule", "reservations.RefusalGround",
        "reservations.Tariff",
    }  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_lists_and_forms_open(model) -> None:
    """As an administrator, with rows; searching too. Claims, requests and looks are the desk's."""
    plant()
    desk = model._meta.model_name in {"claim", "grant", "accessrequest", "look"}
    role = "access_officer" if desk else "administrator"
    client = browser(role)
    assert client.get(page(model, "changelist"), {"q": "Ä"}).status_code == 200
    assert client.get(page(model, "changelist")).status_code == 200
    expected = 200 if admin.site._registry[model].has_add_permission(_request(client)) else 403
    assert client.get(page(model, "add")).status_code == expected
    row = model._default_manager.first()
    if row is not None:
        assert client.get(page(model, "change", row.pk)).status_code == 200
        assert client.get(page(model, "history", row.pk)).status_code == 200


def _request(client: Client):
    return client.get("/admin/").wsgi_request


@pytest.mark.parametrize("name", ASSETS)
def test_a_list_of_many_takes_as_many_queries_as_a_list_of_one(
    name: str, django_assert_num_queries
) -> None:
    client = browser("editor")
    address = reverse(f"admin:assets_{name}_changelist")
    plant(1)
    client.get(address)
    with django_assert_num_queries(_count(client, address)):
        pass_through = client.get(address)
    assert pass_through.status_code == 200
    before = _count(client, address)
    for number in range(1, 6):
        network = make_line_network(f"X{number}-Y{number}")
        bundle = make_bundle(network, f"X{number}-Y{number}", code=f"XV{number}")
        make_cable(network, f"X{number}-Y{number}", inside=bundle.tubes.first())
        make_gateway(network[f"X{number}"])
    assert _count(client, address) == before <= 20


def _count(client: Client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


@pytest.mark.parametrize(
    ("role", "sees", "writes"),
    [
        ("viewer", True, False),
        ("editor", True, True),
        ("planner", True, True),
        ("access_officer", True, False),
        ("auditor", True, False),
        ("administrator", True, True),
        ("contractor_editor", True, True),
    ],
)
def test_roles_decide_who_sees_and_who_writes(role: str, sees: bool, writes: bool) -> None:
    plant()
    client = browser(role)
    for name in ASSETS:
        model = {model._meta.model_name: model for model in MODELS}[name]
        row = model._default_manager.first()
        assert (client.get(page(model, "changelist")).status_code == 200) is sees
        assert (client.get(page(model, "add")).status_code == 200) is writes
        answer = client.post(page(model, "delete", row.pk), {"post": "yes"})
        assert (answer.status_code != 403) is writes
    people = client.get(reverse("admin:accounts_user_changelist")).status_code
    assert (people == 200) is (role == "administrator")
    types = client.get(reverse("admin:assets_ducttype_add")).status_code
    assert (types == 200) is (role == "administrator")


def test_partners_do_not_come_in_and_contractors_see_their_area_only() -> None:
    plant()
    partner = browser("partner")
    assert partner.get("/admin/").status_code == 302
    staff_partner = browser("partner", is_staff=True)
    for name in ASSETS:
        assert staff_partner.get(reverse(f"admin:assets_{name}_changelist")).status_code == 403
    from tests.builders import make_area

    stranger = browser("contractor_editor", area=make_area(west=5_000, east=6_000))
    for name in ASSETS:
        answer = stranger.get(reverse(f"admin:assets_{name}_changelist"))
        assert answer.context["cl"].result_count == 0
    found = stranger.get(
        reverse("admin:autocomplete"),
        {"app_label": "assets", "model_name": "segment", "field_name": "start_site", "term": "A"},
    )
    assert found.json()["results"] == []


def test_a_superuser_without_roles_may_give_them() -> None:
    client = Client()
    client.force_login(make_user("viewer", is_superuser=True, organisation=make_organisation("it")))
    assert client.get(reverse("admin:accounts_user_add")).status_code == 200


def test_pages_of_joints_and_claims_name_their_parts() -> None:
    network = make_line_network("A-B-C")
    one, two = make_duct(network, "A-B", code="R1"), make_duct(network, "B-C", code="R2")
    editor = make_user("editor")
    joint = duct_joint.couple(first=one, second=two, site=network["B"], by=editor)
    make_claim(make_organisation("traeger", "carrier"), (one, network["A"], network["B"]))
    client = browser("editor")
    answer = client.get(reverse("admin:network_ductjoint_change", args=[joint.pk]))
    assert "R1" in answer.content.decode()
    for model in (Segment, Duct, Cable):
        for row in model.objects.all():
            assert client.get(page(model, "history", row.pk)).status_code == 200


def test_the_history_is_called_so_on_every_page(client: Client) -> None:
    site = make_site("A")
    client.force_login(make_user("editor"))
    page = client.get(f"/admin/assets/site/{site.pk}/change/", headers={"accept-language": "de"})
    assert ">Änderungsverlauf</a>" in page.text
    assert "Geschichte" not in page.text


def test_a_title_begins_with_a_capital_in_german_too() -> None:
    """Django begins it with the name of the model, of which adjectives are written small."""
    client = Client(headers={"accept-language": "de"})
    client.force_login(make_user("administrator"))
    page = client.get("/admin/reservations/clockrule/").content.decode()
    assert "<h1>Gesetzliche Fristen</h1>" in page
    assert "<title>Gesetzliche Frist" in page
