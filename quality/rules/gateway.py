"""Rules for LoRaWAN gateways."""

from django.utils.translation import gettext_lazy as _

from quality.rules.rule import KEPT, STANDS, Rule, Severity

_NOTHING = "SELECT o.id, NULL::geometry, NULL::float8, NULL::float8, NULL::bigint"

RULES = (
    Rule(
        "gateway_without_eui",
        Severity.WARNING,
        _("Gateway without EUI-64"),
        _("The network server knows it by no other number. Read it from the type plate."),
        {
            "gateway": f"""
{_NOTHING} FROM assets_gateway o
WHERE {{ids}} AND {STANDS} AND o.eui IS NULL"""
        },
    ),
    Rule(
        "gateway_without_height",
        Severity.HINT,
        _("Height of the antenna unknown"),
        _("Without it no coverage can be computed. Enter an antenna with its height."),
        {
            "gateway": f"""
{_NOTHING} FROM assets_gateway o
WHERE {{ids}} AND {STANDS} AND NOT EXISTS (
    SELECT FROM assets_antenna a
    WHERE a.gateway_id = o.id AND COALESCE(a.height_m, a.altitude_m) IS NOT NULL)"""
        },
    ),
    Rule(
        "gateway_position_repeated",
        Severity.HINT,
        _("Position repeated"),
        _(
            "Another gateway of the network has exactly this position, as if it had been copied."
            " Move one of them, or accept the finding if both hang there."
        ),
        {
            "gateway": f"""
SELECT o.id, NULL::geometry, NULL::float8, NULL::float8, min(t.id)
FROM assets_gateway o JOIN assets_site s ON s.id = o.site_id
JOIN assets_site n ON ST_DWithin(n.geom, s.geom, 0.01)
JOIN assets_gateway t ON t.site_id = n.id AND t.id < o.id AND t.network = o.network
     AND t.life_cycle <> 'removed'
WHERE {{ids}} AND {KEPT} GROUP BY o.id"""
        },
        other="gateway",
    ),
    Rule(
        "lease_ended",
        Severity.WARNING,
        _("Lease ended"),
        _(
            "The contract with the landlord is over, but the gateway is in service. Enter the new"
            " end of the lease."
        ),
        {
            "gateway": f"""
{_NOTHING} FROM assets_gateway o
WHERE {{ids}} AND o.life_cycle = 'in_service' AND o.lease_until < CURRENT_DATE"""
        },
    ),
)
