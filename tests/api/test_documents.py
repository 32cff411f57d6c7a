"""Documents of assets over GraphQL: seen with the asset, gone with their removal."""

import pytest
from django.test import Client

from accounts.models import Grant, Organisation
from assets.services import document
from gis.uploads import take
from tests.api.door import Door
from tests.builders import make_line_network, make_user
from tests.gis.uploads import files

pytestmark = pytest.mark.django_db
QUERY = """{ sites(first: 5) { edges { node { code
  documents { title fileName sizeBytes sha256 takenAt sentAt url } } } } }"""


def seen(user) -> dict[str, list[str]]:
    answer = Door(user)(QUERY)
    nodes = [edge["node"] for edge in answer["data"]["sites"]["edges"]]
    return {one["code"]: [each["title"] for each in one["documents"]] for one in nodes}


def test_documents_come_with_their_asset_and_can_be_read_there() -> None:
    editor, network = make_user("editor"), make_line_network("A-B")
    for site, name in (("A", "oben.jpg"), ("A", "innen.jpg"), ("B", "andere.jpg")):
        file = take.checked(files.sent(name, files.jpeg(place=True)))
        last = document.attach(asset=network[site], file=file, by=editor)
    assert seen(editor) == {"A": ["oben", "innen"], "B": ["andere"]}

    node = Door(editor)(QUERY)["data"]["sites"]["edges"][0]["node"]["documents"][0]
    assert node["takenAt"].startswith("2026-05-04T")
    client = Client()
    client.force_login(editor)
    read = b"".join(client.get(node["url"]))
    assert len(read) == node["sizeBytes"]

    document.remove(document=last, by=editor)
    assert seen(editor) == {"A": ["oben", "innen"], "B": []}

    partner = make_user("partner")
    assert seen(partner) == {}
    grant = Grant.objects.create(
        organisation=Organisation.objects.get(code="traeger"),
        case_reference="F-1",
        valid=("2026-01-01", None),
    )
    network["A"].grants.add(grant)
    assert seen(partner) == {"A": ["oben", "innen"]}
