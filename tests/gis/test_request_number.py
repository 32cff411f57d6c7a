"""Every answer has a number, and so has each line of the log that was written for it."""

from __future__ import annotations

import logging

import pytest
from django.conf import settings
from django.test import Client

from gis import request_number
from tests.builders import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("front_end_unbuilt")]

ADDRESSES = (
    "/",
    "/accounts/login/",
    "/admin/",
    "/cases/00000000-0000-0000-0000-000000000000/",
    "/desk/",
    "/graphql/",
    "/graphql/?query={__typename}",
    "/nirgendwo/",
    "/ogc/",
    "/portal/",
    "/static/nichts.css",
    "/table/sites/",
)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("role", [None, "editor", "partner"])
def test_every_door_numbers_its_answers(address: str, role: str | None) -> None:
    client = Client()
    if role is not None:
        client.force_login(make_user(role))
    made = client.get(address)["X-Request-Id"]
    assert len(made) == 32
    answer = client.get(address, headers={"x-request-id": "order-4711.a"})
    assert answer["X-Request-Id"] == "order-4711.a"


def test_also_who_is_refused_on_the_way_gets_a_number() -> None:
    refused = Client().get("/", headers={"authorization": "Bearer x", "x-request-id": "no"})
    assert (refused.status_code, len(refused["X-Request-Id"])) == (401, 32)
    foreign = Client().get("/", headers={"host": "elsewhere.example"})
    assert (foreign.status_code, len(foreign["X-Request-Id"])) == (400, 32)


def test_lines_of_the_log_name_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    handler = logging.StreamHandler()
    handler.emit = lambda record: lines.append(handler.format(record))  # type: ignore[method-assign]
    handler.addFilter(request_number.NumberOfRequest())
    handler.setFormatter(logging.Formatter(**_format()))
    logging.getLogger().addHandler(handler)
    try:
        monkeypatch.setattr("gis.views.map._home", _fail)
        answer = Client(raise_request_exception=False).get("/")
        Client().get("/nirgendwo/", headers={"x-request-id": "order-4712"})
        logging.getLogger("gis").warning("by itself")
    finally:
        logging.getLogger().removeHandler(handler)
    fault, missing, alone = lines
    assert f"ERROR django.request {answer['X-Request-Id']}: Internal Server Error: /" in fault
    assert "out of order" in fault
    assert "WARNING django.request order-4712: Not Found: /nirgendwo/" in missing
    assert alone.endswith("WARNING gis -: by itself")


def _format() -> dict[str, str]:
    line = settings.LOGGING["formatters"]["line"]
    return {"fmt": line["format"], "style": line["style"]}


def _fail(*_arguments: object) -> None:
    raise RuntimeError("out of order")
