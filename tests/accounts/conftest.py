"""The account pages in a browser use the fixtures of the map's tests."""

from tests.map.conftest import (
    answered,
    browser_type_launch_args,
    page_of,
)

__all__ = ["answered", "browser_type_launch_args", "page_of"]
