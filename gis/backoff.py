"""How long to wait before something is tried again that another system did not take."""

import random
from datetime import timedelta

FIRST_S = 5
LONGEST_S = 6 * 3_600
FACTOR = 4


def delay_after(tries: int) -> timedelta:
    """Longer after each attempt, and never the same for all: 5 s, 20 s, 80 s … 6 h, ± 20 %."""
    seconds = min(FIRST_S * FACTOR ** (min(tries, 20) - 1), LONGEST_S)
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))
