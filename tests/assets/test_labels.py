"""Labels: a reader of QR codes finds the site, whoever may see it; each stands where it belongs."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import Grant, Organisation
from assets.labels import SHEETS
from assets.models import Site
from tests.builders import make_site
from tests.gis.test_tiles import client_of

pytestmark = pytest.mark.django_db

SHEET = "3x8-70x37"
PER_MM = 8


@pytest.fixture
def sites() -> list[Site]:
    return [make_site(f"S-{number:02}", 100 * number, 0) for number in range(26)]


def made(client: Client, **values: object) -> bytes:
    answer = client.get("/labels/pdf/", {"sheet": SHEET, **values})
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/pdf"
    return answer.content


def codes(pdf: bytes) -> list[list[tuple[int, int, str]]]:
    """On each sheet: where on the paper each code lies, in whole labels, and what it says."""
    sheet = SHEETS[SHEET]
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        picture = page.render(scale=PER_MM * 25.4 / 72).to_pil()
        read = zxingcpp.read_barcodes(picture)
        found.append(
            sorted(
                (
                    int(one.position.top_left.y / PER_MM // sheet.height),
                    int(one.position.top_left.x / PER_MM // sheet.width),
                    one.text,
                )
                for one in read
            )
        )
    return found


def test_every_code_opens_its_site_and_lies_on_its_label(sites) -> None:
    client = client_of("viewer")

    first, second = codes(made(client, skipped=2))

    assert [place[:2] for place in first] == [divmod(n, 3) for n in range(2, 24)]
    assert [place[:2] for place in second] == [(0, 0), (0, 1), (0, 2), (1, 0)]
    for site, (_row, _column, address) in zip(sites, [*first, *second], strict=True):
        answer = client.get(address.removeprefix("http://testserver"))
        assert (answer.status_code, answer["Location"]) == (302, f"/?p=site:{site.public_id}")


def test_words_stand_beside_the_code(sites) -> None:
    site = sites[0]
    named = {"name": "Schächtchen am Döppersberg " * 5, "code": "Q0001-HÜP-0000001-B"}
    Site.objects.filter(pk=site.pk).update(**named)

    pdf = made(client_of("viewer"), site=site.public_id)
    text = PdfReader(BytesIO(pdf)).pages[0].extract_text()

    assert named["code"] in text
    assert "Schächtchen am Döppersberg…" in text


def test_the_filters_of_the_table_go_along(sites) -> None:
    client = client_of("viewer")

    page = client.get("/labels/", {"code": "S-01"})

    assert "/labels/?code=S-01" in client.get("/tables/sites/", {"code": "S-01"}).content.decode()
    assert "1 Etikett" in page.content.decode()
    assert len(codes(made(client, code="S-01"))[0]) == 1


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"sheet": "7x7"}, "Wählen Sie einen der Bögen."),
        ({"skipped": "24"}, "Zwischen 0 und 23 "),
        ({"skipped": "-1"}, "Zwischen 0 und 23 "),
        ({"site": "x"}, "Dieser Standort ist nicht bekannt."),
        ({"site": str(uuid4())}, "Es gibt keinen Standort"),
        ({"nonsense": "1"}, "kann nicht nach"),
    ],
)
def test_what_cannot_be_printed_is_said_above_the_form(sites, values, says) -> None:
    answer = client_of("viewer").get("/labels/pdf/", {"sheet": SHEET, **values})

    assert answer.status_code == 400
    assert says in answer.content.decode()


def test_partners_get_no_labels_and_are_led_nowhere(sites) -> None:
    client = client_of("partner")
    short = reverse("labelled-site", args=[sites[0].public_id])

    assert client.get(short).status_code == 404
    assert client.get(reverse("labelled-site", args=[uuid4()])).status_code == 404
    assert client.get("/labels/").status_code == 403
    assert client.get("/labels/pdf/", {"sheet": SHEET}).status_code == 403


def test_only_who_may_print_labels_is_shown_the_way_there(sites) -> None:
    partner, editor = client_of("partner"), client_of("editor")
    carrier = Organisation.objects.get(code="traeger")
    seen = Grant.objects.create(
        organisation=carrier, case_reference="F-1", valid=("2026-01-01", None)
    )
    sites[0].grants.add(seen)
    for client, leads in ((partner, False), (editor, True)):
        page = client.get("/tables/sites/").content.decode()
        assert sites[0].code in page
        assert ('href="/labels/' in page) is leads


def test_who_is_not_logged_in_comes_to_the_site_by_way_of_the_login(sites) -> None:
    short = reverse("labelled-site", args=[sites[0].public_id])

    answer = Client().get(short)

    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next={short}")


@pytest.mark.parametrize("text", ["a", "A" * 21 + "B", "A" * 23, "Ä" * 22])
def test_an_address_that_no_label_holds_does_not_exist(text) -> None:
    assert client_of("viewer").get(f"/s/{text}/").status_code == 404


def test_sheets_fit_on_the_paper() -> None:
    for sheet in SHEETS.values():
        left, bottom = sheet.corner(sheet.count - sheet.columns)
        right, top = sheet.corner(sheet.columns - 1)
        assert left >= -0.01
        assert bottom >= -0.01
        assert right + sheet.width <= 210.01
        assert top + sheet.height <= 297.01
