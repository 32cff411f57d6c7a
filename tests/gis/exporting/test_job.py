"""The job that makes an export, and its pages: one at a time, told of, cancelled, one's own."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gis.exporting import job
from gis.models import Export, ExportState
from tests.builders import make_user
from tests.gis.exporting.making import made
from tests.refused import refused_as

pytestmark = pytest.mark.django_db


def test_what_cannot_be_made_is_refused_at_once(network) -> None:
    viewer = make_user("viewer")

    def begin(**given: str) -> None:
        facts = {"table": "segments", "query": "", "file_format": "csv", "language": "de"}
        job.begin(person=viewer, **{**facts, **given})

    for given, code in (
        ({"file_format": "exe"}, "UNKNOWN_FORMAT"),
        ({"table": "people"}, "UNKNOWN_LAYER"),
        ({"query": "columns=secret"}, "UNKNOWN_COLUMN"),
        ({"query": "owner_secret=1"}, "UNKNOWN_FILTER"),
        ({"query": "kind=nonsense"}, "BAD_INPUT"),
    ):
        with refused_as(code):
            begin(**given)
    assert not Export.objects.exists()
    begin()
    begin()
    with refused_as("TOO_MANY_EXPORTS"):
        begin()


def test_a_cancelled_export_stops_and_leaves_no_file(network, monkeypatch) -> None:
    monkeypatch.setattr(job, "CHUNK", 1)
    monkeypatch.setattr(job, "TOLD_EVERY_S", -1)
    export = job.begin(
        person=make_user("viewer"), table="sites", query="", file_format="csv", language="de"
    )
    told: list[int] = []
    tell = job._tell

    def cancel_meanwhile(one: Export, done: int) -> None:
        told.append(done)
        job.cancel(one)
        tell(one, done)

    monkeypatch.setattr(job, "_tell", cancel_meanwhile)
    job.make(export)
    export.refresh_from_db()
    assert (export.state, told, export.path.exists()) == (ExportState.CANCELLED, [1], False)


def test_a_fault_of_ours_is_said_without_its_inside(network, monkeypatch) -> None:
    monkeypatch.setattr(job, "selection", lambda *_: None)
    export = job.begin(
        person=make_user("viewer"), table="sites", query="", file_format="csv", language="en"
    )
    monkeypatch.setattr(job, "selection", lambda *_: 1 / 0)
    job.make(export)
    export.refresh_from_db()
    assert (export.state, export.problem) == ("failed", "Something went wrong on our side.")


def test_old_exports_are_swept_out(network) -> None:
    viewer = make_user("viewer")
    old = made(viewer, "csv")
    Export.objects.update(created_at=timezone.now() - 2 * job.KEPT)
    fresh = made(viewer, "csv")
    assert list(Export.objects.all()) == [fresh]
    assert not old.path.exists() and fresh.path.exists()


def client_of(user: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def test_pages_of_an_export_are_the_persons_own(network) -> None:
    viewer = make_user("viewer")
    export = made(viewer, "csv")
    own, other = client_of(viewer), client_of(make_user("administrator"))
    for page in (f"/exports/{export.pk}/", f"/exports/{export.pk}/file/"):
        assert other.get(page).status_code == 404
        assert own.get(page).status_code == 200
        assert Client().get(page).status_code == 302
    assert other.post(f"/exports/{export.pk}/cancel/").status_code == 404
    answer = own.get(f"/exports/{export.pk}/file/")
    assert re.search(r'filename="segments-\d{4}-\d\d-\d\d\.csv"', answer["Content-Disposition"])
    assert b"".join(answer.streaming_content) == export.path.read_bytes()
    own.post(f"/exports/{export.pk}/cancel/")
    assert own.get(f"/exports/{export.pk}/file/").status_code == 404
    assert not export.path.exists()


def test_the_page_says_how_far_it_is_and_that_its_maker_is_gone(network) -> None:
    viewer = make_user("viewer")
    export = job.begin(person=viewer, table="sites", query="", file_format="csv", language="en")
    Export.objects.update(rows_done=3, rows_total=12)
    client = client_of(viewer)
    answer = client.get(f"/exports/{export.pk}/")
    assert answer["Refresh"] and "3 of 12 rows" in answer.content.decode()
    Export.objects.update(alive_at=timezone.now() - 2 * job.BREATH)
    answer = client.get(f"/exports/{export.pk}/")
    assert "Refresh" not in answer and "stopped meanwhile" in answer.content.decode()


def test_files_lie_outside_of_what_is_served(settings, folder) -> None:
    viewer = make_user("viewer")
    made(viewer, "csv", table="sites")
    assert folder.stat().st_mode & 0o077 == 0
    assert not folder.is_relative_to(settings.STATIC_ROOT)
