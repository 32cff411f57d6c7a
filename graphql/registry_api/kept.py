"""What is worth keeping because it repeats, within a bound: new documents without end must not
fill the memory of the server.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Values by key, `most` of weight in all; what was not used for longest goes first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.weight = 0
        self._lock = threading.Lock()
        self._values: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Hashable) -> tuple[T] | None:
        """The value in a tuple, as it may be None itself; None where there is none."""
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return (found[0],)

    def put(self, key: Hashable, value: T, weight: int) -> None:
        """Keep it, unless it alone would push out half of all others."""
        if weight > self.most / 2:
            return
        with self._lock:
            self._drop(key)
            self._values[key] = value, weight
            self.weight += weight
            while self.weight > self.most:
                self._drop(next(iter(self._values)))

    def _drop(self, key: Hashable) -> None:
        dropped = self._values.pop(key, None)
        if dropped is not None:
            self.weight -= dropped[1]
