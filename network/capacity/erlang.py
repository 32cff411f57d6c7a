"""Blocking of a pool of demodulators: Erlang's loss formula.

Source: A. K. Erlang (1917), by the recursion over servers: it stays within [0, 1], where the
factorials of the closed form would overflow.
"""

from .errors import CapacityInputError, require_not_negative, require_whole

MAX_SERVERS = 10_000


def blocking(load: float, servers: int) -> float:
    """B(A, n): the share of arrivals that find all ``servers`` busy at ``load`` Erlang."""
    require_not_negative("load", load)
    require_whole("servers", servers, 0, MAX_SERVERS)
    blocked = 1.0
    for busy in range(1, servers + 1):
        blocked = load * blocked / (busy + load * blocked)
    return blocked


def admissible_load(target: float, servers: int) -> float:
    """Largest A in Erlang with ``B(A, servers) <= target``.

    B grows strictly with A, so halving an interval finds it; 60 halvings exhaust a double.
    """
    if not 0 < target < 1:
        raise CapacityInputError("target", "not_a_share", value=target)
    require_whole("servers", servers, 1, MAX_SERVERS)
    # The carried load A(1-B) is below n, so A at the target is below n / (1 - target).
    low, high = 0.0, servers / (1 - target)
    for _ in range(60):
        middle = (low + high) / 2
        if blocking(middle, servers) <= target:
            low = middle
        else:
            high = middle
    return low
