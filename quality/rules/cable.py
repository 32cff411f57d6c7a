"""Rules for cables; lengths in metres along the path, slack included."""

from django.utils.translation import gettext_lazy as _

from quality.rules.rule import KEPT, STANDS, Rule, Severity

_AGAINST_PATH = f"""
SELECT o.id, NULL::geometry, round(h.told::numeric, 1)::float8, round(h.path::numeric, 1)::float8,
       NULL::bigint
FROM assets_cable o
CROSS JOIN LATERAL (
    SELECT COALESCE(o.stated_length_m, abs(o.sheath_end_m - o.sheath_start_m)) AS told,
           (SELECT sum(g.length_m + s.slack_m) FROM assets_cablesection s
            JOIN assets_segment g ON g.id = s.segment_id WHERE s.cable_id = o.id) AS path
) h
WHERE {{ids}} AND {KEPT} AND o.route_quality = 'surveyed' AND
"""

RULES = (
    Rule(
        "cable_longer_than_path",
        Severity.WARNING,
        _("Cable longer than its path"),
        _(
            "The stated length, or the metre marks, exceed the path with its slack by more than a"
            " tenth and 10 m. Record the slack, or correct length or path."
        ),
        {"cable": _AGAINST_PATH + "h.told > h.path + greatest(10, 0.1 * h.path)"},
        said=_("%(measured)s m on a path of %(allowed)s m"),
    ),
    Rule(
        "cable_shorter_than_path",
        Severity.ERROR,
        _("Cable shorter than its path"),
        _(
            "It cannot reach from end to end: the stated length, or the metre marks, are smaller"
            " than the path by more than 2 % and 2 m. Correct length or path."
        ),
        {"cable": _AGAINST_PATH + "h.told < h.path - greatest(2, 0.02 * h.path)"},
        said=_("%(measured)s m on a path of %(allowed)s m"),
    ),
    Rule(
        "cable_too_thick",
        Severity.ERROR,
        _("Impossible diameter: cable thicker than its duct"),
        _(
            "The cable's outer diameter is larger than the inner one of the duct in which it lies."
            " Correct a type, or where the cable lies."
        ),
        {
            "cable": f"""
SELECT DISTINCT ON (o.id) o.id, ST_LineInterpolatePoint(g.geom, 0.5), c.outer_mm, t.inner_mm,
       d.id
FROM assets_cable o
JOIN assets_cabletype c ON c.id = o.type_id
JOIN assets_cablesection p ON p.cable_id = o.id
JOIN assets_ductsection s ON s.id = p.duct_section_id
JOIN assets_duct d ON d.id = s.duct_id
JOIN assets_ducttype t ON t.id = d.type_id AND t.kind <> 'bundle'
JOIN assets_segment g ON g.id = p.segment_id
WHERE {{ids}} AND {KEPT} AND c.outer_mm >= t.inner_mm
ORDER BY o.id, t.inner_mm, p.id"""
        },
        said=_("%(measured)s mm in %(allowed)s mm"),
        other="duct",
    ),
    Rule(
        "strand_count_differs",
        Severity.ERROR,
        _("Number of strands disagrees with the type"),
        _("Other strands are recorded than the type has fibres. Find out which were lost."),
        {
            "cable": f"""
SELECT o.id, NULL::geometry, n.strands::float8, o.fibre_count::float8, NULL::bigint
FROM assets_cable o
CROSS JOIN LATERAL (SELECT count(*) AS strands FROM assets_strand s WHERE s.cable_id = o.id) n
WHERE {{ids}} AND {KEPT} AND n.strands <> o.fibre_count"""
        },
        said=_("%(measured)s strands, %(allowed)s fibres"),
    ),
    Rule(
        "cable_without_route",
        Severity.WARNING,
        _("Cable without a route"),
        _(
            "It leads from one site to another, but no segment is recorded for it: nobody sees what"
            " a digger would cut. Record its way."
        ),
        {
            "cable": f"""
SELECT o.id, NULL::geometry, NULL::float8, NULL::float8, NULL::bigint FROM assets_cable o
WHERE {{ids}} AND {STANDS} AND o.start_site_id IS DISTINCT FROM o.end_site_id
  AND NOT EXISTS (SELECT FROM assets_cablesection s WHERE s.cable_id = o.id)"""
        },
    ),
    Rule(
        "cable_end_unknown",
        Severity.HINT,
        _("End of the cable unknown"),
        _("Traces stop there. Enter the site at which the cable begins or ends."),
        {
            "cable": f"""
SELECT o.id, NULL::geometry, NULL::float8, NULL::float8, NULL::bigint FROM assets_cable o
WHERE {{ids}} AND {STANDS} AND (o.start_site_id IS NULL OR o.end_site_id IS NULL)"""
        },
    ),
)
