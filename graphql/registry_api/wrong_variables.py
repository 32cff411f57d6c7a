"""What graphql-core says of a variable that is missing or null, in the reader's language."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

_MISSING = _("%(at)s is required (%(type)s) and was not given.")
_NULL = _("%(at)s is required (%(type)s) and must not be null.")

_VALUE = r"Variable '\$(?P<variable>\w+)' got invalid value .*?(?: at '(?P<at>[^']+)')?; "
_SAID = [
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (
            r"Variable '(?P<at>\$\w+)' of required type '(?P<type>[^']+)' was not provided\.",
            _MISSING,
        ),
        (r"Variable '(?P<at>\$\w+)' of non-null type '(?P<type>[^']+)' must not be null\.", _NULL),
        (
            _VALUE
            + r"Field '(?P<field>\w+)' of required type '(?P<type>[^']+)' was not provided\.",
            _MISSING,
        ),
        (_VALUE + r"Expected non-nullable type '(?P<type>[^']+)' not to be None\.", _NULL),
    )
]


def worded(message: str) -> str:
    """The sentence as people read it; others stay as graphql-core wrote them."""
    for pattern, words in _SAID:
        found = pattern.fullmatch(message)
        if found:
            return str(words) % {"at": _place(found.groupdict()), "type": found["type"]}
    return message


def _place(parts: dict[str, str | None]) -> str:
    """`input.laid[0].cable`, or `$input` for a variable as a whole."""
    place = parts["at"] or parts["variable"] or ""
    return f"{place}.{parts['field']}" if parts.get("field") else place
