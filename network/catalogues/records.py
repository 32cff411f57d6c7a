"""What the files of ``fixtures/reference`` may say, one class per kind of record.

A record that can be judged alone is checked here; what needs other records is checked in ``files``.
Millimetres and percentages are decimals, frequencies leave here in hertz.
"""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Literal, Self

from psycopg2.extras import DateRange
from pydantic import BaseModel, ConfigDict, Field, model_validator

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.+-]*$", max_length=40)]
Millimetres = Annotated[Decimal, Field(gt=0, le=1000, decimal_places=2)]
Megahertz = Annotated[Decimal, Field(gt=0, le=10_000, decimal_places=6)]
SpreadingFactor = Annotated[int, Field(ge=7, le=12)]
HexColour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
Text = Annotated[str, Field(min_length=1, max_length=120)]
ShortText = Annotated[str, Field(min_length=1, max_length=40)]
Source = Annotated[str, Field(min_length=1, max_length=300)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
Provenance = Literal["surveyed", "imported", "computed", "estimated"]


class Record(BaseModel):
    """Base: a misspelt key is an error, not silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Named(Record):
    """A record with a code, a name, and the text of its source."""

    code: Code
    name: Text
    source: Source


class Bilingual(Named):
    """A record that people see in either language; `name` is German."""

    name_en: Text


class Dated(Named):
    """A rule that holds from one day to another, both included; without a day, without end."""

    valid_from: Day | None = None
    valid_to: Day | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(f"ends on {self.valid_to} before it starts on {self.valid_from}")
        return self

    @property
    def valid(self) -> DateRange:
        """The days as a range, the way PostgreSQL writes it."""
        end = None if self.valid_to is None else self.valid_to + timedelta(days=1)
        return DateRange(self.valid_from, end, "()" if self.valid_from is None else "[)")


class Colour(Record):
    """A colour in both languages and on screen."""

    de: ShortText
    en: ShortText
    hex: HexColour


class ColourScheme(Named):
    """A counting order; numbers beyond its colours repeat them with a marking."""

    colours: tuple[str, ...] = Field(min_length=1)
    count: int = Field(ge=1, le=144)
    repeat: Literal["none", "stripe", "ring"] = "none"
    last_repeats: bool = False

    @model_validator(mode="after")
    def _numbers_are_told_apart(self) -> Self:
        rounds = -(-self.count // len(self.colours))
        if self.last_repeats or rounds == 1 or (rounds == 2 and self.repeat != "none"):
            return self
        raise ValueError(f"{self.count} numbers need a marking, at most two rounds of colours")

    def step(self, number: int) -> tuple[str, str]:
        """Key of the colour and marking of a number (from 1)."""
        index = number - 1
        if self.last_repeats:
            return self.colours[min(index, len(self.colours) - 1)], "none"
        marking = "none" if index < len(self.colours) else self.repeat
        return self.colours[index % len(self.colours)], marking


class Member(Record):
    """So many tubes of one type in a bundle."""

    count: int = Field(ge=1, le=96)
    type: Code


class DuctType(Bilingual):
    """A tube, a protection duct, or a bundle of tubes under one sheath."""

    kind: Literal["tube", "protection", "bundle"]
    outer_mm: Millimetres
    wall_mm: Millimetres | None = None
    material: ShortText
    colour_scheme: Code | None = None
    members: tuple[Member, ...] = ()
    foreign: dict[str, str] = {}
    provenance: Provenance

    @model_validator(mode="after")
    def _bundles_hold_tubes_and_others_have_a_bore(self) -> Self:
        if (self.kind == "bundle") != bool(self.members):
            raise ValueError("bundles, and only bundles, have members")
        if self.kind != "bundle" and self.wall_mm is None:
            raise ValueError("wall_mm is missing")
        if self.wall_mm is not None and self.outer_mm <= 2 * self.wall_mm:
            raise ValueError(f"walls of {self.wall_mm} mm leave no bore in {self.outer_mm} mm")
        return self

    @property
    def tubes(self) -> tuple[str, ...]:
        """Type code of each tube, in the order of their numbers from 1."""
        return tuple(member.type for member in self.members for _ in range(member.count))


class CableType(Bilingual):
    """A fibre cable: buffer tubes of equal fibre count."""

    tubes: int = Field(ge=1, le=144)
    fibres_per_tube: int = Field(ge=1, le=144)
    outer_mm: Millimetres
    fibre_type: Literal["G.652.D", "G.657.A1", "G.657.A2", "G.655", "G.651.1"]
    tube_scheme: Code
    fibre_scheme: Code
    provenance: Provenance

    @property
    def fibre_count(self) -> int:
        """Fibres of the whole cable."""
        return self.tubes * self.fibres_per_tube


class FillPolicy(Dated):
    """How full a duct of a kind may be."""

    duct_kind: Literal["tube", "protection", "bundle"]
    limit_percent: Decimal = Field(gt=0, le=100, decimal_places=2)

    @property
    def max_ratio(self) -> float:
        """The limit as a share of the bore."""
        return float(self.limit_percent / 100)


class Channel(Record):
    """One channel of a frequency plan; FSK has no spreading factors.

    The one that is ``downlink_only`` is the second receive window (RX2).
    """

    mhz: Megahertz
    bandwidth_khz: Literal[125, 250, 500]
    modulation: Literal["lora", "fsk"] = "lora"
    min_sf: SpreadingFactor | None = None
    max_sf: SpreadingFactor | None = None
    downlink_only: bool = False

    @model_validator(mode="after")
    def _spreads_if_it_is_lora(self) -> Self:
        given = self.min_sf is not None and self.max_sf is not None
        if (self.modulation == "lora") != given:
            raise ValueError("LoRa channels, and only they, have min_sf and max_sf")
        if given and self.min_sf > self.max_sf:
            raise ValueError(f"min_sf {self.min_sf} is above max_sf {self.max_sf}")
        return self

    @property
    def frequency_hz(self) -> int:
        """Centre of the channel."""
        return int(self.mhz * 1_000_000)

    @property
    def bandwidth_hz(self) -> int:
        """Width of the channel."""
        return self.bandwidth_khz * 1_000


class DutyBand(Record):
    """Share of time and power in a part of the spectrum."""

    name: Annotated[str, Field(min_length=1, max_length=10)]
    low_mhz: Megahertz
    high_mhz: Megahertz
    duty_percent: Decimal = Field(gt=0, le=100, decimal_places=3)
    erp_dbm: Decimal = Field(ge=-30, le=40, decimal_places=1)
    source: Source

    @model_validator(mode="after")
    def _is_not_empty(self) -> Self:
        if self.high_mhz <= self.low_mhz:
            raise ValueError(f"ends at {self.high_mhz} MHz, not above {self.low_mhz} MHz")
        return self

    @property
    def low_hz(self) -> int:
        """Lower edge."""
        return int(self.low_mhz * 1_000_000)

    @property
    def high_hz(self) -> int:
        """Upper edge."""
        return int(self.high_mhz * 1_000_000)


class FrequencyPlan(Bilingual, Dated):
    """Channels and bands of a region."""

    channels: tuple[Channel, ...] = Field(min_length=1)
    bands: tuple[DutyBand, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _may_send_on_every_channel(self) -> Self:
        outside = [str(channel.mhz) for channel in self.channels if not self._allowed(channel)]
        if outside:
            raise ValueError(f"{', '.join(outside)} MHz: no band, where nothing may be sent")
        return self

    @model_validator(mode="after")
    def _tells_channels_and_bands_apart(self) -> Self:
        names = [
            f"channel {channel.mhz} MHz/{channel.bandwidth_khz} kHz" for channel in self.channels
        ]
        names += [f"band {band.name}" for band in self.bands]
        for name, count in Counter(names).items():
            if count > 1:
                raise ValueError(f"{name} is there {count} times")
        return self

    def _allowed(self, channel: Channel) -> bool:
        half = channel.bandwidth_hz / 2
        low, high = channel.frequency_hz - half, channel.frequency_hz + half
        return any(band.low_hz <= low and high <= band.high_hz for band in self.bands)
