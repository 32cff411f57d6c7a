"""What the mutations of a request share: which one it is, as it was seen, and it as the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import User
from registry_api.carry_out import Run
from registry_api.inputs import REASON, VERSION, Ref, Table

CASE: Table = {"id": Ref("access_request.AccessRequest", "request"), **VERSION}
CASE_WITH_REASON: Table = {**CASE, **REASON}
RETURNS = {"access_request": "access_request.AccessRequest"}


def step(service: Callable[..., Any]) -> Run:
    """Carries out a service that takes the facts as they are given and answers the request."""

    def run(by: User, facts: dict[str, Any]) -> dict[str, Any]:
        return {"access_request": service(by=by, **facts)}

    return run
