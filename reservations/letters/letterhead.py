"""Who writes: name, address, contact and footer of the city, as the settings say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Letterhead:
    name: str
    unit: str
    address: tuple[str, ...]
    contact: tuple[str, ...]
    footer: tuple[str, ...]
    logo: Path | None

    @property
    def sender_line(self) -> str:
        """The small line above the recipient's address."""
        return " · ".join([self.name, *self.address])


def letterhead() -> Letterhead:
    return Letterhead(
        name=settings.LETTERHEAD_NAME,
        unit=settings.LETTERHEAD_UNIT,
        address=_lines(settings.LETTERHEAD_ADDRESS),
        contact=_lines(settings.LETTERHEAD_CONTACT),
        footer=_lines(settings.LETTERHEAD_FOOTER),
        logo=settings.LETTERHEAD_LOGO,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split(";") if line.strip())
