"""Rules for route segments. What the database refuses anyway (self-crossing lines, ends beside
their sites, risers without a length) needs none."""

from django.utils.translation import gettext_lazy as _

from quality.rules.rule import KEPT, STANDS, Rule, Severity

_OPEN_ENDS = f"""
FROM assets_segment o
CROSS JOIN LATERAL (VALUES (o.start_site_id), (o.end_site_id)) e (site_id)
JOIN assets_site s ON s.id = e.site_id
     AND s.kind IN ('chamber', 'handhole', 'coupler', 'buried_branch', 'buried_closure', 'other')
WHERE {{ids}} AND {STANDS}
  AND NOT EXISTS (SELECT FROM assets_segment g WHERE g.start_site_id = s.id AND g.id <> o.id
                  AND g.life_cycle <> 'removed')
  AND NOT EXISTS (SELECT FROM assets_segment g WHERE g.end_site_id = s.id AND g.id <> o.id
                  AND g.life_cycle <> 'removed')
"""
"""Ends of segments at a site at which nothing else ends, and where a route goes on as a rule."""

_GROUND = "('open_cut', 'trenched', 'drilled')"

RULES = (
    Rule(
        "dangling_end",
        Severity.WARNING,
        _("Dangling end"),
        _(
            "The segment ends at a chamber, coupler or branch from which nothing goes on. Connect"
            " it, or say at the site that it is a blind end."
        ),
        {
            "segment": f"""
SELECT DISTINCT ON (o.id) o.id, s.geom, NULL::float8, NULL::float8, NULL::bigint
{_OPEN_ENDS} ORDER BY o.id, s.id"""
        },
    ),
    Rule(
        "end_beside_line",
        Severity.ERROR,
        _("End just beside another route"),
        _(
            "An open end lies within a metre of another segment without being joined to it. Split"
            " the other one at this site."
        ),
        {
            "segment": f"""
SELECT DISTINCT ON (o.id) o.id, s.geom, round(ST_Distance(n.geom, s.geom)::numeric, 2)::float8, 1.0,
       n.id
{
                _OPEN_ENDS.replace(
                    "WHERE",
                    "JOIN assets_segment n ON ST_DWithin(n.geom, s.geom, 1)"
                    " AND n.id <> o.id AND n.life_cycle <> 'removed' WHERE",
                )
            }
ORDER BY o.id, ST_Distance(n.geom, s.geom), n.id"""
        },
        said=_("%(measured)s m beside it"),
        other="segment",
    ),
    Rule(
        "segment_duplicate",
        Severity.ERROR,
        _("Segment recorded twice"),
        _(
            "Two segments have exactly the same line. Keep one and let all that lies in the other"
            " lie there."
        ),
        {
            "segment": f"""
SELECT o.id, NULL::geometry, NULL::float8, NULL::float8, min(t.id)
FROM assets_segment o
JOIN assets_segment t ON t.geom && o.geom AND t.id < o.id AND t.kind = o.kind
     AND t.life_cycle <> 'removed' AND ST_Equals(t.geom, o.geom)
WHERE {{ids}} AND {KEPT} GROUP BY o.id"""
        },
        other="segment",
    ),
    Rule(
        "segments_overlap",
        Severity.WARNING,
        _("Overlapping lines"),
        _(
            "Two segments in the ground run over more than a metre on the same line. One trench is"
            " one segment: end one of them where the other begins."
        ),
        {
            "segment": f"""
SELECT DISTINCT ON (o.id) o.id, ST_PointOnSurface(x.shared),
       round(ST_Length(x.shared)::numeric, 1)::float8, 1.0, t.id
FROM assets_segment o
JOIN assets_segment t ON t.geom && o.geom AND t.id < o.id AND t.kind IN {_GROUND}
     AND t.life_cycle <> 'removed' AND NOT ST_Equals(t.geom, o.geom)
CROSS JOIN LATERAL (SELECT ST_Intersection(t.geom, o.geom, 0.001) AS shared) x
WHERE {{ids}} AND {KEPT} AND o.kind IN {_GROUND} AND ST_Length(x.shared) > 1
ORDER BY o.id, ST_Length(x.shared) DESC, t.id"""
        },
        said=_("%(measured)s m on the same line"),
        other="segment",
    ),
    Rule(
        "segment_outside_area",
        Severity.ERROR,
        _("Segment outside the city's area"),
        _("A part of the line lies outside the area of this registry. Move it to where it is."),
        {
            "segment": f"""
SELECT o.id, NULL::geometry, NULL::float8, NULL::float8, NULL::bigint FROM assets_segment o
WHERE {{ids}} AND {KEPT} AND NOT o.geom @ {{area}}"""
        },
    ),
    Rule(
        "depth_unknown",
        Severity.HINT,
        _("Depth unknown"),
        _(
            "Deliveries to the federal infrastructure atlas (§ 79 TKG) state the laying depth of"
            " what lies in the ground. Enter the depth to the trench floor."
        ),
        {
            "segment": f"""
SELECT o.id, NULL::geometry, NULL::float8, NULL::float8, NULL::bigint FROM assets_segment o
WHERE {{ids}} AND {STANDS} AND o.kind IN {_GROUND} AND o.depth_cm IS NULL"""
        },
    ),
    Rule(
        "segment_length_differs",
        Severity.WARNING,
        _("Stated length far from the computed one"),
        _(
            "The stated length and the line differ by more than a tenth and 2 m. Correct the one"
            " that is wrong."
        ),
        {
            "segment": f"""
SELECT o.id, NULL::geometry, round(o.stated_length_m::numeric, 1)::float8,
       round(o.length_m::numeric, 1)::float8, NULL::bigint
FROM assets_segment o
WHERE {{ids}} AND {KEPT} AND o.kind <> 'riser'
  AND abs(o.stated_length_m - o.length_m) > greatest(2, 0.1 * o.length_m)"""
        },
        said=_("stated %(measured)s m, computed %(allowed)s m"),
    ),
    Rule(
        "segment_empty",
        Severity.HINT,
        _("Nothing lies in the segment"),
        _(
            "It is in service, but neither a duct nor a cable is recorded in it. Record what lies"
            " there, or correct the life cycle."
        ),
        {
            "segment": """
SELECT o.id, NULL::geometry, NULL::float8, NULL::float8, NULL::bigint FROM assets_segment o
WHERE {ids} AND o.life_cycle = 'in_service'
  AND NOT EXISTS (SELECT FROM assets_ductsection s WHERE s.segment_id = o.id AND s.is_live)
  AND NOT EXISTS (SELECT FROM assets_cablesection s JOIN assets_cable c ON c.id = s.cable_id
                  WHERE s.segment_id = o.id AND c.life_cycle <> 'removed')"""
        },
    ),
)
