"""Rules for ducts and bundles; diameters in mm, fill in percent."""

from django.utils.translation import gettext_lazy as _

from quality.rules.rule import KEPT, STANDS, Rule, Severity

_MIDDLE = "ST_LineInterpolatePoint(g.geom, 0.5)"

RULES = (
    Rule(
        "duct_without_segment",
        Severity.ERROR,
        _("Duct without a route segment"),
        _("Nobody can say where it lies. Lay it through the segments in which it lies."),
        {
            "duct": f"""
SELECT o.id, NULL::geometry, NULL::float8, NULL::float8, NULL::bigint FROM assets_duct o
WHERE {{ids}} AND {STANDS}
  AND NOT EXISTS (SELECT FROM assets_ductsection s WHERE s.duct_id = o.id)"""
        },
    ),
    Rule(
        "duct_too_wide",
        Severity.ERROR,
        _("Impossible diameter: wider than the duct around it"),
        _(
            "The outer diameter is larger than the inner one of the duct in which it lies. Correct"
            " the type of one of them, or what lies in what."
        ),
        {
            "duct": f"""
SELECT DISTINCT ON (o.id) o.id, {_MIDDLE}, t.outer_mm, a.inner_mm, p.duct_id
FROM assets_duct o
JOIN assets_ducttype t ON t.id = o.type_id
JOIN assets_ductsection s ON s.duct_id = o.id
JOIN assets_ductsection p ON p.id = s.parent_id
JOIN assets_duct d ON d.id = p.duct_id
JOIN assets_ducttype a ON a.id = d.type_id AND a.kind <> 'bundle'
JOIN assets_segment g ON g.id = s.segment_id
WHERE {{ids}} AND {KEPT} AND t.outer_mm >= a.inner_mm
ORDER BY o.id, a.inner_mm, s.id"""
        },
        said=_("%(measured)s mm in %(allowed)s mm"),
        other="duct",
    ),
    Rule(
        "duct_overfull",
        Severity.WARNING,
        _("Fill above the policy"),
        _(
            "What lies in it fills more of the bore than the fill policy allows. Correct diameters,"
            " or what lies in it; if it is so in reality, accept the finding with the reason."
        ),
        {
            # Once more the one definition of what is taken of a section.
            "duct": f"""
SELECT DISTINCT ON (o.id) o.id, {_MIDDLE},
       round((100 * r.room_taken / t.inner_mm ^ 2)::numeric, 1)::float8,
       round((100 * r.room_limit / t.inner_mm ^ 2)::numeric, 1)::float8, NULL::bigint
FROM network_section_states(
         ARRAY(SELECT s.id FROM assets_duct o JOIN assets_ductsection s ON s.duct_id = o.id
               WHERE {{ids}} AND s.is_live), daterange(CURRENT_DATE, CURRENT_DATE, '[]')) r
JOIN assets_ductsection s ON s.id = r.section_id
JOIN assets_duct o ON o.id = s.duct_id
JOIN assets_ducttype t ON t.id = o.type_id
JOIN assets_segment g ON g.id = s.segment_id
WHERE r.room_limit > 0 AND r.room_taken > r.room_limit + 0.001
ORDER BY o.id, r.room_taken DESC, s.id"""
        },
        said=_("%(measured)s %% full, %(allowed)s %% allowed"),
    ),
    Rule(
        "inner_diameter_unknown",
        Severity.HINT,
        _("Inner diameter unknown"),
        _(
            "Without it nobody can say what fits. Enter outer diameter and wall at the type, or"
            " choose another type."
        ),
        {
            "duct": f"""
SELECT o.id, NULL::geometry, NULL::float8, NULL::float8, NULL::bigint
FROM assets_duct o JOIN assets_ducttype t ON t.id = o.type_id
WHERE {{ids}} AND {KEPT} AND t.kind <> 'bundle' AND t.inner_mm IS NULL"""
        },
    ),
    Rule(
        "colour_missing",
        Severity.HINT,
        _("Colours missing"),
        _(
            "For some tubes of the bundle no colour is known: on site nobody can tell which is"
            " which. Choose a colour order for the type."
        ),
        {
            "duct": f"""
SELECT o.id, NULL::geometry, count(*)::float8, NULL::float8, NULL::bigint
FROM assets_duct o
JOIN assets_ducttype t ON t.id = o.type_id AND t.kind = 'bundle'
JOIN assets_bundlemember m ON m.bundle_type_id = t.id
LEFT JOIN assets_colourstep c ON c.scheme_id = t.colour_scheme_id AND c.number = m.number
WHERE {{ids}} AND {KEPT} AND c.id IS NULL GROUP BY o.id"""
        },
        said=_("%(measured)s tubes without a colour"),
    ),
    Rule(
        "bundle_incomplete",
        Severity.WARNING,
        _("Tubes of the bundle missing"),
        _(
            "Fewer tubes are recorded than the type has. Record the others, or choose the type that"
            " lies there."
        ),
        {
            "duct": f"""
SELECT o.id, NULL::geometry, h.present::float8, h.made::float8, NULL::bigint
FROM assets_duct o
JOIN assets_ducttype t ON t.id = o.type_id AND t.kind = 'bundle'
CROSS JOIN LATERAL (
    SELECT (SELECT count(*) FROM assets_bundlemember m WHERE m.bundle_type_id = t.id) AS made,
           (SELECT count(DISTINCT u.number) FROM assets_duct u
            WHERE u.bundle_id = o.id AND u.life_cycle <> 'removed') AS present
) h
WHERE {{ids}} AND {STANDS} AND h.present < h.made"""
        },
        said=_("%(measured)s of %(allowed)s recorded"),
    ),
    Rule(
        "tube_not_of_bundle",
        Severity.ERROR,
        _("Tube does not belong to the type of its bundle"),
        _(
            "The bundle's type has no tube of this number, or one of another type. Correct number"
            " or type."
        ),
        {
            "duct": f"""
SELECT o.id, NULL::geometry, o.number::float8, NULL::float8, o.bundle_id
FROM assets_duct o JOIN assets_duct b ON b.id = o.bundle_id
WHERE {{ids}} AND {KEPT}
  AND EXISTS (SELECT FROM assets_bundlemember m WHERE m.bundle_type_id = b.type_id)
  AND NOT EXISTS (SELECT FROM assets_bundlemember m WHERE m.bundle_type_id = b.type_id
                  AND m.number = o.number AND m.tube_type_id = o.type_id)"""
        },
        said=_("tube number %(measured)s"),
        other="duct",
    ),
)
