"""Idempotency keys: once, also at the same moment and after a kill; for 48 hours; no secrets."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from types import SimpleNamespace

import graphene
import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from assets.models import Project
from registry_api import edits
from registry_api.models import Answered
from registry_api.plan import Loader
from tests.api.door import Door
from tests.builders import make_organisation, make_site, make_user
from tests.refused import refused_by
from tests.together import together

CREATE = """mutation($input: CreateProjectInput!) { createProject(input: $input) {
    project { id code name version } errors { code field } } }"""
CHANGE = """mutation($input: ChangeSiteInput!) { changeSite(input: $input) {
    site { name version } errors { code field } } }"""
NEW = {"code": "P", "name": "Project", "idempotencyKey": "k"}
MOST_CONFLICTS = [{"code": "IDEMPOTENCY_CONFLICT", "field": "idempotencyKey"}]


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_it_is_carried_out_once() -> None:
    """Whoever comes second waits, and gets the answer of the first."""
    editor = make_user("editor")
    doors = [Door(editor) for _number in range(8)]
    answers = together([partial(door, CREATE, input=NEW) for door in doors])
    assert Project.objects.count() == 1
    assert {answer["data"]["createProject"]["project"]["id"] for answer in answers} == {
        answers[0]["data"]["createProject"]["project"]["id"]
    }
    assert all(answer["data"]["createProject"]["errors"] == [] for answer in answers)


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_with_other_requests_one_wins() -> None:
    editor = make_user("editor")
    jobs = [
        partial(Door(editor), CREATE, input={**NEW, "code": f"P-{number}"}) for number in range(6)
    ]
    answers = [answer["data"]["createProject"] for answer in together(jobs)]
    assert Project.objects.count() == 1
    assert sorted(bool(answer["project"]) for answer in answers) == [False] * 5 + [True]
    losers = [answer["errors"] for answer in answers if not answer["project"]]
    assert losers == [MOST_CONFLICTS] * 5


@pytest.mark.django_db
def test_a_refusal_uses_no_key_up() -> None:
    """It changed nothing: the corrected request may come under the same key."""
    make_site("A")
    editor = Door(make_user("editor"))
    asked = {"id": "A", "name": "x", "idempotencyKey": "k"}
    refused = editor(CHANGE, input={**asked, "version": 9})["data"]["changeSite"]
    assert refused["errors"] == [{"code": "STALE_VERSION", "field": "version"}]
    assert not Answered.objects.exists()
    done = editor(CHANGE, input={**asked, "version": 1})["data"]["changeSite"]
    assert done == {"site": {"name": "x", "version": 2}, "errors": []}


@pytest.mark.django_db
def test_a_repeated_deletion_still_names_what_is_gone() -> None:
    make_site("A")
    editor = Door(make_user("editor"))
    query = """mutation { deleteSite(input: {id: "A", idempotencyKey: "k"}) {
        deletedId errors { code } } }"""
    first = editor(query)
    assert first["data"]["deleteSite"]["deletedId"]
    assert editor(query) == first


@pytest.mark.django_db
def test_the_answer_may_be_read_with_another_selection() -> None:
    """What is repeated is the change; a client may want to read more of it, or less."""
    editor = Door(make_user("editor"))
    editor(CREATE, input=NEW)
    short = CREATE.replace("id code name version", "fundingReference")
    answer = editor(short, input=NEW)["data"]["createProject"]
    assert answer == {"project": {"fundingReference": ""}, "errors": []}


@pytest.mark.django_db
def test_keys_of_others_do_not_matter() -> None:
    for number in range(2):
        editor = Door(make_user("editor"))
        made = editor(CREATE, input={**NEW, "code": f"P-{number}"})["data"]["createProject"]
        assert made["errors"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "   ", "x" * 201, "a\0b"])
def test_keys_that_are_none(key) -> None:
    editor = Door(make_user("editor"))
    refused = editor(CREATE, input={**NEW, "idempotencyKey": key})["data"]["createProject"]
    assert refused["errors"] == [{"code": "INVALID_IDEMPOTENCY_KEY", "field": "idempotencyKey"}]
    assert not Project.objects.exists()


@pytest.mark.django_db
def test_after_48_hours_a_key_is_new_again() -> None:
    editor = Door(make_user("editor"))
    editor(CREATE, input=NEW)
    _age(hours=47)
    again = editor(CREATE, input={**NEW, "code": "Q"})["data"]["createProject"]
    assert again["errors"] == MOST_CONFLICTS
    _age(hours=49)
    again = editor(CREATE, input={**NEW, "code": "Q"})["data"]["createProject"]
    assert again["project"]["code"] == "Q"
    assert Answered.objects.count() == 1


@pytest.mark.django_db
def test_old_answers_are_swept_out_by_new_ones_and_by_the_command(capsys) -> None:
    user = make_user("editor")
    Answered.objects.bulk_create(
        Answered(user=user, key=f"old-{number}", request="0" * 64, answer={})
        for number in range(25)
    )
    _age(hours=49)
    editor = Door(user)
    editor(CREATE, input=NEW)
    assert Answered.objects.count() == 25 - 10 + 1
    call_command("forget_answers")
    assert capsys.readouterr().out == "15 answers forgotten\n"
    assert [answered.key for answered in Answered.objects.all()] == ["k"]


def _age(hours: int) -> None:
    Answered.objects.update(answered_at=timezone.now() - timedelta(hours=hours))


@pytest.mark.django_db
def test_what_is_kept_is_no_content() -> None:
    editor = Door(make_user("editor"))
    editor(CREATE, input={**NEW, "name": "Secret name"})
    kept = Answered.objects.get()
    assert kept.answer == {"project": Project.objects.get().pk}
    assert "Secret name" not in str(list(Answered.objects.values()))


@pytest.mark.django_db
def test_a_secret_is_shown_once_and_kept_nowhere() -> None:
    """As mutations that make credentials declare it, with `once`."""
    made = edits.edit(
        "MakeSecret",
        {"code": graphene.String},
        lambda by, facts: {"site": make_site(facts["code"]), "secret": "s3cret"},
        {"site": "site.Site"},
        once={"secret": graphene.String},
        description="",
    )
    query = type("Query", (graphene.ObjectType,), {"nothing": graphene.String()})
    schema = graphene.Schema(
        query=query, mutation=type("Mutation", (graphene.ObjectType,), {"make": made})
    )
    user = make_user("editor")

    def ask() -> dict:
        context = SimpleNamespace(user=user, viewer=user, loader=Loader(user))
        text = 'mutation { make(input: {code: "S", idempotencyKey: "k"}) { site { code } secret } }'
        return schema.execute(text, context_value=context).data["make"]

    assert ask() == {"site": {"code": "S"}, "secret": "s3cret"}
    assert ask() == {"site": {"code": "S"}, "secret": None}
    assert "s3cret" not in str(list(Answered.objects.values()))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("answered_once_per_key", {}),
        ("answered_key_given", {"key": ""}),
        ("answered_request_is_sha256", {"request": "x", "key": "other"}),
    ],
)
def test_raw_sql_cannot_keep_nonsense(name, facts) -> None:
    user = make_user("editor", make_organisation())
    Answered.objects.create(user=user, key="k", request="0" * 64, answer={})
    row = {"key": "k", "request": "0" * 64, **facts}
    insert = "INSERT INTO registry_api_answered (user_id, key, request) VALUES (%s, %s, %s)"
    with refused_by(name), connection.cursor() as cursor:
        cursor.execute(insert, [user.pk, row["key"], row["request"]])
