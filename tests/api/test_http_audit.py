"""The public audit of the specification GraphQL over HTTP, against a server as it runs."""

from __future__ import annotations

from typing import Any

import pytest

from config.setup import front_end


@pytest.mark.django_db(transaction=True)
def test_the_audit_finds_no_fault(live_server: Any) -> None:
    """Not even a notice; what it finds is printed, and ends it with an error."""
    front_end.ensure_packages()
    front_end.npm("run", "--silent", "audit:http", "--", f"{live_server.url}/graphql/")
