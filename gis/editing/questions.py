"""What drawings ask the server while one edits: answers by name, registered by the rooms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import QueryDict

Answer = Callable[[Any, QueryDict], dict[str, Any]]
"""Answers the viewer's question; raises Refusal."""

_answers: dict[str, Answer] = {}


def register(name: str, answer: Answer) -> None:
    """Raises ValueError if the name is taken."""
    if name in _answers:
        raise ValueError(f"There is an answer to {name!r} already.")
    _answers[name] = answer


def find(name: str) -> Answer | None:
    return _answers.get(name)
