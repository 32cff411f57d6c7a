"""The leak matrix: who may read which word, at whatever door, in whatever form.

Everybody knocks at every address of the site (`doors.py`) with every object of a city of telling
names (`ground.py`). What comes back is unpacked and searched byte by byte, refusals too.
"""

from __future__ import annotations

import gzip
import json
import threading
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import Membership
from gis.exporting import job
from gis.models import Export
from registry_api.limits import Limit
from reservations.mails import wording
from reservations.models import Mail, MailWishes
from reservations.services import access_request
from tests.leaks.doors import DOORS, ELSEWHERE, addresses
from tests.leaks.ground import City, Secret, make_city
from tests.leaks.knocks import Ask
from tests.reservations.letters.reading import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("front_end_unbuilt")]

ORGANISATIONS = {"nord", "west", "sued", "owner"}
ALL_PLANT = {"asked", "granted", "beside", "protected", "faraway"}
STAFF = ALL_PLANT | ORGANISATIONS | {"remark"}

# --- the matrix
MAY_READ: dict[str, set[str]] = {
    "nobody": set(),
    "nord": {"nord"},
    "nord_administrator": {"nord"},
    "west": {"west", "granted"},
    "sued": {"sued"},
    "contractor": {"faraway", "owner"},
    "viewer": STAFF,
    "editor": STAFF,
    "administrator": STAFF,
    # Who sees all claims reads in the history why they changed.
    "planner": STAFF | {"desk"},
    "auditor": STAFF | {"desk"},
    "road_officer": STAFF,
    "access_officer": STAFF | {"desk"},
}


MUST_READ: dict[str, dict[str, set[str]]] = {
    "west": {
        **dict.fromkeys(
            ("tile", "panel", "list", "search", "table", "begin_export", "export_file"), {"granted"}
        ),
        **dict.fromkeys(("document-file", "case_map", "graphql"), {"granted"}),
        **dict.fromkeys(("case-information-pdf", "case-information-gpkg"), {"granted", "west"}),
        **dict.fromkeys(("portal_case", "case-decision"), {"granted", "west"}),
        **dict.fromkeys(("portal", "portal_export_file", "case_messages"), {"west"}),
        **dict.fromkeys(("case_attachment", "case-quote", "case-receipt"), {"west"}),
        **dict.fromkeys(("case_notices", "portal_team", "print"), {"west"}),
    },
    "access_officer": {
        **dict.fromkeys(("tile", "list", "search", "panel", "table", "begin_export"), ALL_PLANT),
        **dict.fromkeys(("desk_case", "case_map"), {"asked", "granted"}),
        **dict.fromkeys(("desk_cases_file", "case_attachment"), {"nord", "west", "sued"}),
        **dict.fromkeys(("case_messages", "admin"), {"nord", "west", "sued", "desk"}),
        "graphql": STAFF | {"desk"},
        "desk": {"nord", "sued"},
        "document-file": ALL_PLANT - {"beside"},
        "quality": {"asked", "faraway"},
    },
}
"""What shows that the walk goes somewhere: who sees what at which door."""


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[City]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_city()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def boundless(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.GRAPHQL_POINTS_PER_MINUTE = 10**9
    monkeypatch.setattr("gis.views.export.job.make_beside", _made_at_once)
    for limit in ("CHARACTERS", "TOKENS", "FIELDS", "COST"):
        monkeypatch.setattr(f"registry_api.limits.{limit}", Limit("TOO_LARGE", 10**9, limit, ""))


def _made_at_once(export: Any) -> threading.Thread:
    job.make(export)
    done = threading.Thread()
    done.start()
    return done


def test_every_address_is_a_door() -> None:
    assert set(addresses()) == set(DOORS) | set(ELSEWHERE)
    assert not set(DOORS) & set(ELSEWHERE)


@pytest.mark.parametrize("who", MAY_READ)
def test_nobody_reads_what_is_not_theirs(city: City, who: str) -> None:
    read = defaultdict(set)
    for name, ask, status, told in answers(city, who):
        assert status < 500, (name, ask, told[-3000:])
        for what, secrets in city.secrets.items():
            if any(_is_told(secret, told, ask) for secret in secrets):
                read[name, what].add(f"{status} {ask.address}")
    leaks = {one: where for one, where in read.items() if one[1] not in MAY_READ[who]}
    assert leaks == {}
    for name, whats in MUST_READ.get(who, {}).items():
        assert {what for door, what in read if door == name} >= whats, name


def answers(city: City, who: str) -> Iterator[tuple[str, Ask, int, bytes]]:
    """Of every door, for everything that can be asked there."""
    client = Client(headers={"accept-language": "en", "accept-encoding": "gzip"})
    client.raise_request_exception = False
    person = city.people[who]
    if person is not None:
        client.force_login(person)
    for name, knock in DOORS.items():
        for ask in knock(city):
            yield name, ask, *answer(client, ask)


def _is_told(secret: Secret, told: bytes, ask: Ask) -> bool:
    """Whether all of it is in the answer, and not because it was in the question."""
    given = str(ask).encode()
    return all(part in told for part in secret) and not any(part in given for part in secret)


def answer(client: Client, ask: Ask) -> tuple[int, bytes]:
    """The status and all that came: the body as a reader opens it, and where it leads."""
    with transaction.atomic():
        if ask.sent is None:
            response = client.get(ask.address, follow=True)
        elif ask.as_json:
            body = json.dumps(ask.sent)
            response = client.post(ask.address, body, content_type="application/json")
        else:
            response = client.post(ask.address, ask.sent, follow=True)
        told = opened(response)
        transaction.set_rollback(True)
    ways = "\n".join(address for address, _status in getattr(response, "redirect_chain", []))
    return response.status_code, told + ways.encode() + str(response.headers).encode()


def opened(response: Any) -> bytes:
    body = response.getvalue()
    if response.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    if body.startswith(b"%PDF"):
        return text_of(body).encode() if len(body) > 100 else body
    if body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(body)) as packed:
            return b"\n".join(packed.read(one) for one in packed.namelist())
    return body


# --- what goes out by itself
@pytest.mark.parametrize("language", ["de", "en"])
def test_mails_say_to_each_what_is_theirs(city: City, language: str) -> None:
    names = {person.pk: who for who, person in city.people.items() if person is not None}
    MailWishes.objects.bulk_create(
        [MailWishes(person=one, language=language) for one in city.people.values() if one]
    )
    mails = list(Mail.objects.select_related("person"))
    said = defaultdict(set)
    for mail in mails:
        letter = wording.worded(mail)
        assert letter is not None
        parts = [str(letter.subject), letter.body, *(str(part[0]) for part in letter.alternatives)]
        who = names[mail.person_id]
        told = "\n".join([*parts, str(letter.message())]).encode()
        said[who] |= {what for what, all_of in city.secrets.items() if _holds(told, all_of)}
    assert {who for who, whats in said.items() if whats - MAY_READ[who]} == set()
    assert said["nord"] == {"nord"} and said["access_officer"] >= {"nord", "west", "sued"}


def _holds(told: bytes, secrets: list[Secret]) -> bool:
    return any(all(part in told for part in secret) for secret in secrets)


def test_what_a_grant_opened_is_not_handed_out_when_it_is_over(city: City) -> None:
    """A file that was made meanwhile waits for nobody whose grant or role has ended."""
    client = Client()
    client.force_login(city.people["west"])
    # Another test cancels what it may: the row comes back afterwards, its file does not.
    for export in Export.objects.filter(pk__in=city.exports):
        export.path.touch()
    address = f"/exports/{city.exports[0]}/file/"
    assert client.get(address).status_code == 200
    with transaction.atomic():
        access_request.end(request=city.cases["west"], by=city.people["west"])
        assert client.get(address).status_code == 404
        assert client.get(f"/cases/{city.cases['west'].public_id}/map.json").status_code == 200
        transaction.set_rollback(True)
    with transaction.atomic():
        Membership.objects.filter(user=city.people["access_officer"]).update(role="partner")
        client.force_login(city.people["access_officer"])
        assert client.get(f"/exports/{city.exports[1]}/file/").status_code == 404
        transaction.set_rollback(True)
