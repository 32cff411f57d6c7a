"""A finding goes with the object that it is about."""

from assets.hooks import depends, recorded
from quality.rules import CONCEPTS


def declare() -> None:
    """Called once when the app is ready."""
    depends(*(f"quality.Finding.{concept}" for concept in CONCEPTS), part=True)
    recorded("quality.Finding", follow=True)
