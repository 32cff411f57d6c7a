"""Names of objects in the whole registry, as every door shows them to machines."""

from base64 import b64encode
from typing import Any


def to_global_id(name: str, identifier: Any) -> str:
    """The id of the object of a type: `base64("Site:<public id>")`."""
    return b64encode(f"{name}:{identifier}".encode()).decode()
