"""The mapping as a table on the screen: columns, values, the id, what is the same for all rows."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import Organisation
from assets.importing import labels
from assets.models import Delivery, Gateway, Segment, Site
from assets.models.delivery import DeliveryState
from gis.importing.targets import registered
from tests.assets.importing.test_screen import (  # noqa: F401  (waiting is a fixture)
    LINES,
    browser,
    collection,
    delivered,
    shown,
    waiting,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("front_end_unbuilt"),
]

CHAMBERS = collection(
    ({"OBJ": "7", "ART": "Handhole", "EIG": "stadt", "LAGE": "Markt"}, [0, 0]),
    ({"OBJ": "8", "ART": "Kabelschrank", "EIG": "stadt", "LAGE": "Döppersberg"}, [50, 0]),
)


class Form(HTMLParser):
    """What a browser would send of the table's form, as it stands."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.words: dict[str, dict[str, str]] = {}
        self._select = self._option = self._text = ""
        self.feed(page[page.index('class="assigning"') :].partition("</form>")[0])

    def handle_starttag(self, tag, attrs) -> None:
        said = dict(attrs)
        if tag == "select":
            self._select = said["name"]
            self.words[self._select] = {}
            self.values[self._select] = ""
        elif tag == "option":
            self._option = said["value"]
            if "selected" in said:
                self.values[self._select] = said["value"]
        elif tag == "textarea":
            self._text = said["name"]
            self.values[self._text] = ""
        elif tag == "input" and said.get("type") != "checkbox" and "name" in said:
            self.values[said["name"]] = said.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._text:
            self.values[self._text] += data
        elif self._option:
            self.words[self._select][data.strip()] = self._option

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""
        elif tag == "option":
            self._option = ""

    def choose(self, name: str, word: str) -> None:
        self.values[name] = self.words[name][word] if word else ""


def form_of(client: Client, one: Delivery) -> Form:
    return Form(shown(client, one))


def column(page: str, name: str) -> str:
    """The name of the list beside a column."""
    return re.search(rf'<label for="(column-[\d-]+)">{name}</label>', page)[1]


def keep(client: Client, one: Delivery, form: Form) -> None:
    answer = client.post(f"/imports/{one.pk}/try/", {**form.values, "keep": "1"})
    assert answer.status_code == 302, answer.content.decode()
    one.refresh_from_db()


def test_columns_become_fields_and_their_values_are_translated_without_any_text() -> None:
    Organisation.objects.create(code="stadt", name="Stadt", kind="city_department")
    client = browser()
    one = delivered(client, "schaechte.geojson", CHAMBERS)
    page, form = shown(client, one), form_of(client, one)
    form.choose(column(page, "LAGE"), "Name")
    form.choose(column(page, "ART"), "Kind")
    form.choose(column(page, "EIG"), "Owner")
    keep(client, one, form)

    assert one.state == DeliveryState.READ and not Site.objects.exists()
    page, form = shown(client, one), form_of(client, one)
    assert form.values[column(page, "LAGE")] == "name"
    place = column(page, "ART").removeprefix("column-")
    assert form.values[f"code-{place}-0"] == "handhole", "what is plain is proposed"
    assert form.values[f"code-{place}-1"] == ""
    form.values[f"code-{place}-1"] = "mfg"
    client.post(f"/imports/{one.pk}/try/", form.values)
    one.refresh_from_db()
    assert (one.state, one.problem) == (DeliveryState.TRIED, "")

    client.post(f"/imports/{one.pk}/import/")
    made = Site.objects.order_by("source_id").values_list("name", "kind", "owner__code")
    assert list(made) == [("Markt", "handhole", "stadt"), ("Döppersberg", "mfg", "stadt")]


def test_a_value_that_nobody_translated_refuses_its_row() -> None:
    client = browser()
    one = delivered(client, "schaechte.geojson", CHAMBERS)
    form = form_of(client, one)
    form.choose(column(shown(client, one), "ART"), "Kind")
    client.post(f"/imports/{one.pk}/try/", form.values)
    one.refresh_from_db()
    counts = one.result["counts"]["site"]
    assert (counts["created"], counts["refused"]) == (1, 1)


def test_points_become_gateways_and_what_that_needs_is_asked() -> None:
    client = browser()
    one = delivered(client, "funk.geojson", CHAMBERS)
    form = form_of(client, one)
    assert "segment" not in form.words["target-0"].values(), "points make no lines"
    form.choose("target-0", "Gateway")
    answer = client.post(f"/imports/{one.pk}/try/", {**form.values, "keep": "1"})
    page = answer.content.decode()
    assert answer.status_code == 400 and "network" in page
    form = Form(page)
    assert form.values["value-0-network"] == ""
    form.values["value-0-network"] = "ttn"
    client.post(f"/imports/{one.pk}/try/", form.values)
    client.post(f"/imports/{one.pk}/import/")
    assert list(Gateway.objects.values_list("network", flat=True)) == ["ttn", "ttn"]


def test_the_same_for_all_rows_and_another_id() -> None:
    client = browser()
    one = delivered(client)
    form = form_of(client, one)
    form.choose("value-0-kind", "drilled")
    form.values["value-0-life_cycle"] = "planned"
    form.choose("id-0", "name")
    client.post(f"/imports/{one.pk}/try/", form.values)
    client.post(f"/imports/{one.pk}/import/")
    made = Segment.objects.get()
    assert (made.kind, made.life_cycle, made.source_id) == ("drilled", "planned", "Marktgasse")


def test_two_columns_cannot_become_one_field() -> None:
    client = browser()
    one = delivered(client, "schaechte.geojson", CHAMBERS)
    page, form = shown(client, one), form_of(client, one)
    for name in ("LAGE", "ART"):
        form.choose(column(page, name), "Name")
    answer = client.post(f"/imports/{one.pk}/try/", form.values)
    assert answer.status_code == 400
    assert "Two columns cannot both become “Name”" in answer.content.decode()
    one.refresh_from_db()
    assert one.state == DeliveryState.READ


def test_columns_change_places() -> None:
    client = browser()
    one = delivered(client, "schaechte.geojson", CHAMBERS)
    page, form = shown(client, one), form_of(client, one)
    form.choose(column(page, "LAGE"), "Name")
    form.choose(column(page, "ART"), "Remarks")
    keep(client, one, form)
    form = form_of(client, one)
    form.choose(column(page, "LAGE"), "Remarks")
    form.choose(column(page, "ART"), "Name")
    keep(client, one, form)
    form = form_of(client, one)
    chosen = [form.values[column(page, name)] for name in ("LAGE", "ART")]
    assert chosen == ["remarks", "name"]


def test_who_changes_the_text_means_the_text() -> None:
    client = browser()
    one = delivered(client)
    form = form_of(client, one)
    form.choose("value-0-kind", "drilled")
    form.values["mapping"] = form.values["mapping"].replace("open_cut", "bridge")
    keep(client, one, form)
    assert form_of(client, one).values["value-0-kind"] == "bridge"


def test_what_no_table_can_say_stays_and_is_named() -> None:
    client = browser()
    one = delivered(client)
    joined = '\nremarks = { columns = ["nr", "name"], separator = " / " }\n'
    text = one.draft.replace("[import.fields]", "[import.fields]" + joined)
    client.post(f"/imports/{one.pk}/try/", {"mapping_name": "draft", "mapping": text, "keep": "1"})
    page, form = shown(client, one), form_of(client, one)
    assert "nr + name" in page and "also in:" in page
    form.choose("value-0-kind", "drilled")
    client.post(f"/imports/{one.pk}/try/", form.values)
    client.post(f"/imports/{one.pk}/import/")
    made = Segment.objects.get()
    assert (made.kind, made.remarks) == ("drilled", "T-1 / Marktgasse")


def test_a_mapping_changed_after_the_trial_is_tried_again_first() -> None:
    client = browser()
    one = delivered(client)
    client.post(f"/imports/{one.pk}/try/", form_of(client, one).values)
    form = form_of(client, one)
    form.choose("value-0-kind", "drilled")
    keep(client, one, form)
    assert one.state == DeliveryState.READ
    assert client.post(f"/imports/{one.pk}/import/").status_code == 400
    assert not Segment.objects.exists()


def test_a_refused_mapping_can_be_read_in_the_other_language() -> None:
    """The switch asks for the address of the page, which was that of the action."""
    client = browser()
    one = delivered(client, "trassen.geojson", LINES)
    for action in ("try", "import", "cancel", "forget"):
        answer = client.get(f"/imports/{one.pk}/{action}/?lang=de")
        assert answer["Location"] == f"/imports/{one.pk}/?lang=de"
        assert Delivery.objects.filter(pk=one.pk, state=DeliveryState.READ).exists()


def test_a_table_with_umlauts_of_an_old_program_and_a_system_of_old_maps() -> None:
    client = browser()
    rows = "Nr;Straße;Rechts;Hoch\n1;Döppersberg;2579000;5681000\n2;Größe;2579050;5681050\n"
    one = delivered(client, "schächte.csv", rows.encode("cp1252"))
    page, form = shown(client, one), form_of(client, one)
    form.choose(column(page, "Straße"), "Name")
    form.values["crs-0"] = "EPSG:31466"
    client.post(f"/imports/{one.pk}/try/", form.values)
    one.refresh_from_db()
    assert (one.state, one.problem) == (DeliveryState.TRIED, "")
    assert form_of(client, one).values["crs-0"] == "EPSG:31466"
    client.post(f"/imports/{one.pk}/import/")
    assert set(Site.objects.values_list("name", flat=True)) == {"Döppersberg", "Größe"}


def test_coordinates_the_wrong_way_round_are_turned_by_a_choice() -> None:
    client = browser()
    one = delivered(client, "schächte.csv", b"id;x;y\n1;51,2564;7,1505\n2;51,2565;7,1506\n")
    form = form_of(client, one)
    form.values["crs-0"] = "EPSG:4326"
    client.post(f"/imports/{one.pk}/try/", form.values)
    one.refresh_from_db()
    assert one.state == DeliveryState.FAILED and "order of the coordinates" in one.problem
    for choice, state in (("true", DeliveryState.TRIED), ("", DeliveryState.FAILED)):
        form = form_of(client, one)
        form.values["axes-0"] = choice
        client.post(f"/imports/{one.pk}/try/", form.values)
        one.refresh_from_db()
        assert (one.state, form_of(client, one).values["axes-0"]) == (state, choice)


def test_a_file_of_which_nothing_can_be_read_says_why_and_offers_no_mapping() -> None:
    client = browser()
    one = delivered(client, "kaputt.geojson", LINES[:70])
    page = shown(client, one)
    assert "Nothing in this file can be read." in page
    assert 'class="assigning"' not in page and one.layers[0]["problem"] in page


def test_where_no_mapping_fits_none_is_chosen() -> None:
    client = browser()
    one = delivered(client, "liste.csv", b"a;b\n1;2\n")
    page = shown(client, one)
    assert "please choose" in page and 'class="kern-fieldset assignment"' not in page
    answer = client.post(f"/imports/{one.pk}/try/", {"mapping_name": "", "mapping": ""})
    assert answer.status_code == 400 and 'id="mapping-error"' in answer.content.decode()


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_field_has_a_word(language: str) -> None:
    with translation.override(language):
        words = {
            f"{target.name}.{one.name}": labels.field(target.name, one.name)
            for target in registered().values()
            for one in target.fields
        }
    assert [name for name, word in words.items() if not word or "_" in word] == []
    assert words["gateway.gain_dbi"] == {"en": "Gain (dBi)", "de": "Gewinn (dBi)"}[language]
    assert words["duct.inside"] == {"en": "Lies in the duct", "de": "Liegt im Rohr"}[language]
