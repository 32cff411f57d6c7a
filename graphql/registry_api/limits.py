"""What one request may be: the table of limits, and who refuses documents that go beyond.

All of it is known before anybody is looked up and before any statement, so that no document brings
the service down. Limits others use: graphql-armor depth 6, aliases 15, tokens 1,000, directives 50.
Ours fit the deepest of the documented operations with room to spare.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from gis.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Limit:
    """`code` is that of the error, `of` what is counted, `why` a line for the price list."""

    code: str
    most: int
    of: str
    why: str

    def refusal(self) -> Refusal:
        """The error of a request that goes beyond."""
        message = _("The request goes beyond a limit: at most %(most)d (%(what)s).")
        values = {"most": self.most, "what": self.of}
        return Refusal(self.code, message % values, None, limit=self.most, of=self.of)

    def check(self, number: float) -> None:
        """Raise the refusal if `number` is more than may be."""
        if number > self.most:
            raise self.refusal()


BODY = Limit("BODY_TOO_LARGE", 1_000_000, "bytes", "Body of a request; a long line fits.")
ADDRESS = Limit("TOO_LARGE", 8_000, "bytes of the address", "A GET request; longer ones by POST.")
JSON_DEPTH = Limit("TOO_LARGE", 32, "levels of JSON", "Lists and objects in one another.")
VALUES = Limit(
    "TOO_LARGE", 30_000, "values in the variables", "A bulk form of 500 rows has some 10,000."
)
CHARACTERS = Limit(
    "TOO_LARGE", 100_000, "characters of the document", "Large values belong into variables."
)
TOKENS = Limit("TOO_LARGE", 4_000, "tokens", "Words and signs of the document.")
NAME = Limit("TOO_LARGE", 120, "characters of a name", "Fields, aliases, variables, types.")
DEFINITIONS = Limit("TOO_LARGE", 50, "definitions", "Operations and fragments.")
VARIABLES = Limit("TOO_LARGE", 100, "variables", "Declared by one operation.")
DEPTH = Limit("TOO_LARGE", 12, "depth", "Selections in one another; a fragment is a level, too.")
FIELDS = Limit("TOO_LARGE", 1_000, "fields", "With every fragment counted where it is used.")
ROOT_FIELDS = Limit("TOO_LARGE", 20, "root fields", "Questions or changes in one request.")
ALIASES = Limit("TOO_LARGE", 30, "aliases", "In one operation.")
SPREADS = Limit("TOO_LARGE", 50, "fragment spreads", "Uses of fragments in one operation.")
PAIRS = Limit(
    "TOO_LARGE",
    2_000,
    "pairs of fields of one key",
    "Each is compared with each, through fragments.",
)
DIRECTIVES = Limit("TOO_LARGE", 50, "directives", "In the whole document.")
INTROSPECTION_DEPTH = Limit("TOO_LARGE", 24, "depth", "The same below `__schema` and `__type`.")
INTROSPECTION_LISTS = Limit(
    "TOO_LARGE", 2, "nested lists of introspection", "`fields` of types of `fields` …"
)
COST = Limit("TOO_EXPENSIVE", 100_000, "points", "Price of one operation, see below.")
OBJECTS = Limit(
    "TOO_EXPENSIVE", COST.most, "objects in the answer", "Counted while it is made, see below."
)
ANSWERED = Limit(
    "TOO_EXPENSIVE", 1_000_000, "values in the answer", "Fields of all objects, counted likewise."
)
SECONDS = Limit("TIMEOUT", 20, "seconds", "No further statement begins later than this.")

TABLE = (
    BODY,
    ADDRESS,
    JSON_DEPTH,
    VALUES,
    CHARACTERS,
    TOKENS,
    NAME,
    DEFINITIONS,
    VARIABLES,
    DEPTH,
    FIELDS,
    ROOT_FIELDS,
    ALIASES,
    SPREADS,
    PAIRS,
    DIRECTIVES,
    INTROSPECTION_DEPTH,
    INTROSPECTION_LISTS,
    COST,
    OBJECTS,
    ANSWERED,
    SECONDS,
)
"""All limits in the order in which a request meets them."""
