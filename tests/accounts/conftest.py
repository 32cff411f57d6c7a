"""The account pages in a browser use the fixtures of the map's tests."""

from tests.map.conftest import (
    browser_type_launch_args,
    page_of,
)

__all__ = ["browser_type_launch_args", "page_of"]
