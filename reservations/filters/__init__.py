from reservations.filters.access_request import AccessRequestFilter
from reservations.filters.deadline import DeadlineFilter

__all__ = ["AccessRequestFilter", "DeadlineFilter"]
