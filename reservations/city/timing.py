"""Progress of a long load: what is done, how many rows, how long it took."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic


@dataclass(slots=True)
class LegalStep:
    """One part of the work; whoever does it sets the number of rows."""

    name: str
    rows: int | None = None
    seconds: float = 0.0

    def __str__(self) -> str:
        rows = "" if self.rows is None else f"{self.rows:>12,}"
        return f"  {self.name:<24}{rows:>12}  {self.seconds:6.1f} s"


@dataclass(slots=True)
class Progress:
    """Says each step when it is done."""

    say: Callable[[str], object]
    steps: list[LegalStep] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[LegalStep]:
        """Time the block."""
        step, begin = LegalStep(name), monotonic()
        yield step
        step.seconds = monotonic() - begin
        self.steps.append(step)
        self.say(str(step))
