"""Two transactions, each right by itself: no client with a foreign role, no team without a head."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import ApiClient, Membership, Organisation, User
from accounts.roles import Role
from accounts.services import team
from tests.builders import make_organisation, make_user
from tests.together import together


def _in_a_thread(work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_a_client_and_a_foreign_role_at_the_same_moment() -> None:
    own, other = make_organisation("nord", "carrier"), make_organisation("sued", "carrier")
    account = User.objects.create_user("x@clients.invalid", is_service=True)
    Membership.objects.create(user=account, organisation=own, role="partner")
    both_wrote = threading.Barrier(2, timeout=20)
    refused: list[str] = []

    def write(row: Callable[[], object]) -> Callable[[], None]:
        def work() -> None:
            try:
                with transaction.atomic():
                    row()
                    both_wrote.wait()  # the rules are checked when the transaction ends
            except DatabaseError as error:
                refused.append(error.__cause__.diag.constraint_name)

        return work

    threads = [
        _in_a_thread(write(lambda: _client_of(own, account))),
        _in_a_thread(
            write(
                lambda: Membership.objects.create(user=account, organisation=other, role="viewer")
            )
        ),
    ]
    for thread in threads:
        thread.join(timeout=30)
    assert refused == ["client_acts_for_its_organisation"]
    assert ApiClient.objects.count() + Membership.objects.filter(organisation=other).count() == 1


def _client_of(owner: Organisation, account: User) -> ApiClient:
    return ApiClient.objects.create(
        code="x", name="x", organisation=owner, user=account, scopes=["read"]
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["remove", "step down"])
def test_the_last_two_administrators_leave_at_the_same_moment(step: str) -> None:
    """Each removes the other, or each steps down: one stays."""
    north = make_organisation("nord", "carrier")
    chiefs = [make_user(Role.PARTNER_ADMINISTRATOR, north) for _ in range(2)]
    own = [chief.memberships.get().pk for chief in chiefs]

    def leave(by: User, member: int) -> None:
        if step == "remove":
            team.remove(member=member, by=by)
        else:
            team.change_role(member=member, role=Role.PARTNER, by=by)

    members = own[::-1] if step == "remove" else own
    left = together(
        [partial(leave, by, member) for by, member in zip(chiefs, members, strict=True)]
    )
    assert sorted(str(one and one.code) for one in left) == ["LAST_ADMINISTRATOR", "None"]
    assert Membership.objects.filter(role=Role.PARTNER_ADMINISTRATOR).count() == 1
