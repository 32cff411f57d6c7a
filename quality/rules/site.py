"""Rules for sites."""

from django.utils.translation import gettext_lazy as _

from quality.rules.rule import KEPT, STANDS, Rule, Severity

RULES = (
    Rule(
        "site_without_segment",
        Severity.WARNING,
        _("Site without any route segment"),
        _(
            "No segment ends here and no gateway stands here. Connect it, or delete it if it was"
            " made by mistake."
        ),
        {
            "site": f"""
SELECT o.id, NULL::geometry, NULL::float8, NULL::float8, NULL::bigint FROM assets_site o
WHERE {{ids}} AND {STANDS}
  AND o.kind NOT IN ('mast', 'pole', 'street_light', 'traffic_light', 'roof', 'building')
  AND NOT EXISTS (SELECT FROM assets_segment g
                  WHERE g.start_site_id = o.id AND g.life_cycle <> 'removed')
  AND NOT EXISTS (SELECT FROM assets_segment g
                  WHERE g.end_site_id = o.id AND g.life_cycle <> 'removed')
  AND NOT EXISTS (SELECT FROM assets_gateway w
                  WHERE w.site_id = o.id AND w.life_cycle <> 'removed')"""
        },
    ),
    Rule(
        "site_duplicate",
        Severity.ERROR,
        _("Site recorded twice"),
        _(
            "Two sites of one kind lie within half a metre of each other. Keep one and let the"
            " segments of the other end there."
        ),
        {
            "site": f"""
SELECT o.id, NULL::geometry, round(min(ST_Distance(o.geom, t.geom))::numeric, 2)::float8, 0.5,
       min(t.id)
FROM assets_site o
JOIN assets_site t ON ST_DWithin(t.geom, o.geom, 0.5) AND t.id < o.id AND t.kind = o.kind
     AND t.life_cycle <> 'removed'
WHERE {{ids}} AND {KEPT} GROUP BY o.id"""
        },
        said=_("%(measured)s m apart"),
        other="site",
    ),
    Rule(
        "site_outside_area",
        Severity.ERROR,
        _("Site outside the city's area"),
        _("Its coordinates lie outside the area of this registry. Move it to where it is."),
        {
            "site": f"""
SELECT o.id, NULL::geometry, NULL::float8, NULL::float8, NULL::bigint FROM assets_site o
WHERE {{ids}} AND {KEPT} AND NOT o.geom @ {{area}}"""
        },
    ),
    Rule(
        "entry_without_address",
        Severity.HINT,
        _("Building entry without an address"),
        _("An enquiry for the house does not find it. Enter the address at which it lies."),
        {
            "site": f"""
SELECT o.id, NULL::geometry, NULL::float8, NULL::float8, NULL::bigint FROM assets_site o
WHERE {{ids}} AND {STANDS} AND o.kind = 'building_entry' AND o.address_id IS NULL"""
        },
    ),
)
