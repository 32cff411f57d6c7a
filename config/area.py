"""A box of the ground in a setting."""

from pydantic import BaseModel, ConfigDict, model_validator


class Area(BaseModel):
    """A box in EPSG:25832, metres."""

    model_config = ConfigDict(allow_inf_nan=False, extra="forbid")

    min_east: float
    min_north: float
    max_east: float
    max_north: float

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        if isinstance(value, str):
            names, numbers = list(cls.model_fields), value.split(",")
            if len(names) != len(numbers):
                raise ValueError("expected four numbers minE,minN,maxE,maxN")
            return dict(zip(names, numbers, strict=True))
        return value

    @model_validator(mode="after")
    def _has_an_inside(self) -> "Area":
        if self.min_east >= self.max_east or self.min_north >= self.max_north:
            raise ValueError("expected minE,minN,maxE,maxN with each minimum below its maximum")
        return self

    def as_tuple(self) -> tuple[float, float, float, float]:
        """(minE, minN, maxE, maxN)."""
        return self.min_east, self.min_north, self.max_east, self.max_north
