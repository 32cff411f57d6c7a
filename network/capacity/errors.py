"""The one error of this package."""

from collections.abc import Mapping


class CapacityInputError(ValueError):
    """A value no capacity can be computed from.

    ``field`` names the input, ``code`` the reason in a form a caller can translate,
    ``values`` what the sentence needs (limits, the offending value).
    """

    def __init__(self, field: str, code: str, **values: object) -> None:
        self.field = field
        self.code = code
        self.values: Mapping[str, object] = values
        details = ", ".join(f"{name}={value}" for name, value in values.items())
        super().__init__(f"{field}: {code} ({details})" if details else f"{field}: {code}")


def require_range(field: str, value: float, low: float, high: float) -> None:
    """Refuse a value outside ``[low, high]``; NaN is outside every range."""
    if not low <= value <= high:
        raise CapacityInputError(field, "out_of_range", low=low, high=high, value=value)


def require_positive(field: str, value: float) -> None:
    """Refuse zero, negative and NaN, and infinity, which no real network offers."""
    if not 0 < value < float("inf"):
        raise CapacityInputError(field, "not_positive", value=value)


def require_not_negative(field: str, value: float) -> None:
    """Refuse negative, NaN and infinite values."""
    if not 0 <= value < float("inf"):
        raise CapacityInputError(field, "negative", value=value)


def require_whole(field: str, value: float, low: int, high: int) -> None:
    """Refuse everything but a whole number in ``[low, high]`` (``True`` is not a number here)."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise CapacityInputError(field, "not_whole", value=value)
    require_range(field, value, low, high)
