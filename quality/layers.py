"""The map layer of open findings."""

from django.utils.translation import gettext_lazy as _

from accounts.viewer import viewer_of
from assets.visibility import visible_condition
from gis import layers
from quality.models import Finding
from quality.rules import ALL, Severity
from quality.sight import keeps_plant

FINDINGS = """
SELECT ST_AsMVTGeom(f.geom_3857, {box}, 4096, 256) AS geom, f.public_id::text AS id, f.rule,
       CASE WHEN f.rule = ANY (%s) THEN 'error' WHEN f.rule = ANY (%s) THEN 'warning'
            ELSE 'hint' END AS severity
FROM quality_finding f
WHERE f.geom_3857 && {reach} AND f.state = 'open' AND {visible}
"""


def _codes(severity: Severity) -> list[str]:
    return [rule.code for rule in ALL if rule.severity == severity]


def finding_rows(user: layers.Viewer, z: int, only: layers.Only) -> layers.TileRows | None:
    """Where something is to be put right, for those who keep the plant."""
    viewer = viewer_of(user)
    if not keeps_plant(viewer):
        return None
    condition, parameters = visible_condition(Finding, viewer, "f.id", only)
    return layers.TileRows(
        FINDINGS.replace("{visible}", condition),
        (_codes(Severity.ERROR), _codes(Severity.WARNING), *parameters),
    )


def register() -> None:
    layers.register(
        layers.Layer(
            name="findings",
            title=_("Findings of data quality"),
            geometry="point",
            rows=finding_rows,
            min_zoom=13,
            visible=False,
            order=60,
        )
    )
