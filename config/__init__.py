"""Wiring of the project. Importing it makes the source root graphql/ importable.

graphql/ must never become a Python package itself: it would shadow graphql-core, which is imported
as `graphql`.
"""

import sys
from pathlib import Path

_GRAPHQL_ROOT = str(Path(__file__).resolve().parent.parent / "graphql")
if _GRAPHQL_ROOT not in sys.path:
    sys.path.insert(1, _GRAPHQL_ROOT)
