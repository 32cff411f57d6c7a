"""The menu of pages: each of them once."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from gis import navigation


def entry(title: str) -> navigation.NavigationEntry:
    return navigation.NavigationEntry("tables", title, lambda user: True)


def test_a_page_registered_again_stands_in_the_menu_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})

    navigation.register(entry("Tables"))
    navigation.register(entry("All tables"))

    assert [one.title for one in navigation.offered_to(AnonymousUser())] == ["All tables"]
