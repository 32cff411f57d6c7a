"""Lists that can be filtered, and what an address filters them by.

`?layer=segments&kind=drilled&kind=bridge&owner=stadt` is the name of a list and django-filter's
form data of its filter set. Map, tiles, result lists, tables and exports read it here, so that all
of them show the same objects.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet

from gis.language import PARAMETER as LANGUAGE
from gis.layers import Viewer
from gis.refusals import Refusal

LAYER = "layer"
"""The parameter that names the list."""

KEPT = 256
"""Sets of filters that were used together; made anew beyond."""


@dataclass(frozen=True)
class Listing:
    """A list of objects of one kind, named as its layer on the map where it has one."""

    name: str
    title: str | Promise
    kind: str
    """The kind of panel that its objects open."""
    filterset: type[FilterSet]
    bind: Callable[[type[FilterSet], QueryDict | None, Viewer], FilterSet]
    """The given narrowing of the filter set over what the viewer may see."""
    detail: Callable[[Any], str]
    """What a row says beside code and name."""
    foremost: tuple[str, ...]
    """The filters that a form shows at once; the others are a click away."""
    known: Callable[[Viewer], dict[str, list[tuple[str, str]]]]
    """For filters by the code of a record: those the viewer may see, with their names."""


_listings: dict[str, Listing] = {}


def register(listing: Listing) -> None:
    """Add a list. Raises ValueError if the name is taken."""
    if listing.name in _listings:
        raise ValueError(f"There is a list {listing.name!r} already.")
    _listings[listing.name] = listing


def find(name: str) -> Listing | None:
    return _listings.get(name)


def all_listings() -> list[Listing]:
    return list(_listings.values())


@dataclass(frozen=True)
class Filtered:
    """A list with what an address says about it, already checked."""

    listing: Listing
    data: QueryDict
    """The filters that are used, without the name of the list."""
    viewer: Viewer

    @property
    def is_narrowed(self) -> bool:
        return bool(self.data)

    @property
    def query(self) -> str:
        """The filters as a query string, in a fixed order."""
        ordered = self.data.copy()
        ordered.clear()
        for name in sorted(self.data):
            ordered.setlist(name, sorted(self.data.getlist(name)))
        return ordered.urlencode()

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """What the viewer may see and the filters leave. Raises Refusal for a wrong value."""
        narrow = narrowed(self.listing.filterset, tuple(sorted(self.data)))
        return passed(self.listing.bind(narrow, self.data, self.viewer))


def read(given: QueryDict, viewer: Viewer, others: Collection[str] = ()) -> Filtered:
    """The list and the filters of an address.

    `others` are parameters that the caller reads itself, such as the page. Raises Refusal
    UNKNOWN_LAYER or UNKNOWN_FILTER, and `Filtered.rows` BAD_INPUT for a value that cannot be meant.
    """
    return read_for(given.get(LAYER, ""), given, viewer, {LAYER, *others})


def read_for(name: str, given: QueryDict, viewer: Viewer, others: Collection[str] = ()) -> Filtered:
    """The same for a list that is named elsewhere, as a tile is by its path."""
    listing = _listings.get(name)
    if listing is None:
        message = _("There is no list “%(name)s” that can be filtered.")
        raise Refusal("UNKNOWN_LAYER", message % {"name": name[:40]}, LAYER)
    return Filtered(listing, _used(listing, given, {LANGUAGE, *others}), viewer)


def _used(listing: Listing, given: QueryDict, others: Collection[str]) -> QueryDict:
    """The filters with a value; a form sends its empty fields, too."""
    used = QueryDict(mutable=True)
    for name, values in given.lists():
        if name in others:
            continue
        if name not in listing.filterset.base_filters:
            message = _("“%(list)s” cannot be filtered by “%(name)s”.")
            raise Refusal(
                "UNKNOWN_FILTER", message % {"list": listing.title, "name": name[:40]}, name
            )
        if filled := [value for value in values if value != ""]:
            used.setlist(name, filled)
    return used


def passed(filters: FilterSet, prefix: str = "") -> QuerySet[Any]:
    """The rows of a bound filter set; raises Refusal with code and field of the first wrong value.

    `fields` in its details names all of them with their sentences.
    """
    if filters.form.is_valid():
        return filters.qs
    wrong = filters.form.errors.as_data()
    field, errors = next(iter(wrong.items()))
    code = errors[0].code or "invalid"
    raise Refusal(
        code if code.isupper() else "BAD_INPUT",
        " ".join(errors[0].messages),
        prefix + field,
        fields={prefix + name: " ".join(one[0].messages) for name, one in wrong.items()},
    )


@lru_cache(maxsize=KEPT)
def narrowed(filterset: type[FilterSet], names: tuple[str, ...]) -> type[FilterSet]:
    """The filter set with the filters that are used: every other would be copied for nothing."""
    narrow = type(filterset.__name__, (filterset,), {})
    narrow.base_filters = {name: filterset.base_filters[name] for name in names}
    return narrow
