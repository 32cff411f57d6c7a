from reservations.filters.access_request import AccessRequestFilter
from reservations.filters.deadline import DeadlineFilter
from reservations.filters.notice import NoticeFilter

__all__ = ["AccessRequestFilter", "DeadlineFilter", "NoticeFilter"]
