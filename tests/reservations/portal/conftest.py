"""The portal looks at the cases of the other tests, in English."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reservations.access.conftest import clock  # noqa: F401
from tests.reservations.conftest import Scene
from tests.reservations.desk.conftest import law, pages, seen_by  # noqa: F401

CONTACT = {"contact_name": "Ada Nord", "contact_email": "ada@nord.example"}


def facts(scene: Scene, **more: Any) -> dict[str, Any]:
    """The first step of the assistant, filled in."""
    return {
        "kind": "duct_access",
        "subject": "Anbindung Schule",
        "first": scene.period.first.isoformat(),
        "last": scene.period.last.isoformat(),
        **CONTACT,
        **more,
    }


def page_of(case: Any, user: Any) -> str:
    return seen_by(user).text(f"/portal/{case.public_id}/")


@pytest.fixture
def north(scene: Scene) -> Any:
    """A person of the carrier in front of the portal."""
    return seen_by(scene.north)
