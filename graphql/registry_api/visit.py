"""What is known of one request on its way through the door: its number, its price, its SQL."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from graphql import OperationDefinitionNode, OperationType

from gis.rate import Budget
from registry_api import limits
from registry_api.reading import JSON, Asked

logger = logging.getLogger(__name__)

_SETS_SOMETHING = "SET TRANSACTION"
_ENDS_SOMETHING = ("SAVEPOINT", "ROLLBACK", "RELEASE")


@dataclass(slots=True)
class Visit:
    """Filled in step by step; `request.visit` of everything under the address of GraphQL."""

    request_id: str
    media_type: str = JSON
    asked: Asked | None = None
    node: OperationDefinitionNode | None = None
    points: int = 0
    objects: int = 0
    statements: int = 0
    budget: Budget | None = None
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    @property
    def changes(self) -> bool:
        """Whether a mutation is asked for."""
        return self.node is not None and self.node.operation is OperationType.MUTATION

    def statement(self, execute: Callable[..., Any], sql: str, *call: Any) -> Any:
        """Count a statement, or refuse it when the time is up; what ends a change still runs."""
        if self.seconds > limits.SECONDS.most and not sql.startswith(_ENDS_SOMETHING):
            raise limits.SECONDS.refusal()
        self.statements += not sql.startswith(_SETS_SOMETHING)
        return execute(sql, *call)

    def log(self, response: HttpResponse) -> None:
        """One line for each request; nothing of what it said, as that may be personal."""
        operation = self.node.name.value if self.node and self.node.name else "-"
        logger.info(
            "request %s %s %d: %d points, %d statements, %.0f ms, %d bytes",
            self.request_id,
            operation,
            response.status_code,
            self.points,
            self.statements,
            self.seconds * 1_000,
            0 if response.streaming else len(response.content),
        )
