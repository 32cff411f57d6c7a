"""Rules for everything one can touch."""

from django.utils.translation import gettext_lazy as _

from quality.rules.rule import CONCEPTS, KEPT, Rule, Severity

_ENDED = """
SELECT o.id, NULL::geometry, NULL::float8, NULL::float8, NULL::bigint FROM assets_{concept} o
WHERE {ids} AND o.valid_to <= CURRENT_DATE AND o.life_cycle IN ('built_unused', 'in_service')
"""

_OWNED_BY_BUILDER = """
SELECT o.id, NULL::geometry, NULL::float8, NULL::float8, NULL::bigint
FROM assets_{concept} o JOIN accounts_organisation b ON b.id = o.owner_id
WHERE {ids} AND {kept} AND b.kind = 'contractor'
"""


def _for_all(sql: str) -> dict[str, str]:
    return {one: sql.replace("{concept}", one).replace("{kept}", KEPT) for one in CONCEPTS}


RULES = (
    Rule(
        "validity_ended",
        Severity.ERROR,
        _("Validity ended, but still in service"),
        _(
            "The day on which it was to go has passed. Enter the life cycle it has now, or a later"
            " end."
        ),
        _for_all(_ENDED),
    ),
    Rule(
        "owner_missing",
        Severity.WARNING,
        _("Owner missing"),
        _(
            "A contractor is entered as the owner: who builds it does not own it, so nobody can be"
            " asked for shared use. Enter the owner."
        ),
        _for_all(_OWNED_BY_BUILDER),
    ),
)
