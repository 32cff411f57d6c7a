"""Two ways to part with an asset: mark it as removed, or delete it as if it had never been.

Removed assets keep their history and their place in it; only what is still in use stands in their
way. A deletion is for mistakes: any reference at all stands in its way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accounts.models import User
from assets.models import LifeCycle
from assets.services import obstacles
from assets.services.editing import store


def mark_removed(assets: Sequence[Any], by: User | None) -> None:
    """Set the life cycle of locked assets to removed; they may depend on each other only."""
    obstacles.refuse_if_any(obstacles.to_removal(assets, delete=False), by)
    for asset in assets:
        asset.life_cycle = LifeCycle.REMOVED
        store(asset)


def refuse_if_needed(asset: Any, facts: dict[str, Any], by: User | None) -> None:
    """A change of the life cycle to removed obeys the same rule as the removal."""
    becomes = facts.get("life_cycle")
    if becomes == LifeCycle.REMOVED and asset.life_cycle != LifeCycle.REMOVED:
        obstacles.refuse_if_any(obstacles.to_removal([asset], delete=False), by)


def delete(assets: Sequence[Any], by: User | None) -> None:
    """Delete locked assets; those that lie in others come first."""
    obstacles.refuse_if_any(obstacles.to_removal(assets, delete=True), by)
    for asset in assets:
        asset.delete()
