"""What to say when a constraint of the reservations refuses a row; each module registers itself."""

from reservations.wordings import (  # noqa: F401
    after_the_grant,
    claims,
    clocks,
    decisions,
    messages,
    offers,
    requests,
)
