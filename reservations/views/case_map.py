"""/cases/<public id>/map.json: what a case asks for or holds, as far as the viewer may see it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.viewer import Viewer, viewer_of
from gis import srid
from network.drawn_ways import DIGITS, of_holders
from reservations.access import holding
from reservations.models import AccessRequest


@require_safe
@login_required
@cache_control(private=True, no_store=True)
def case_map(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """GeoJSON in WGS84: one feature a claim and one for the area; 404 for what may not be seen."""
    viewer = viewer_of(request.user)
    case = get_object_or_404(AccessRequest.objects.visible_to(viewer), public_id=public_id)
    features = [*_claims(case, viewer), *_area(case)]
    return JsonResponse({"type": "FeatureCollection", "features": features})


def _claims(case: AccessRequest, viewer: Viewer) -> list[dict[str, Any]]:
    """What was asked for stays on the map of a case."""
    claim = holding.claim_to_show(case)
    if claim is None:
        return []
    drawn = of_holders(viewer, [claim.holder_id])
    facts = {"what": "elements", "name": str(claim), "state": claim.current_state}
    return [_feature(shape, **facts) for shape in drawn.values()]


def _area(case: AccessRequest) -> list[dict[str, Any]]:
    if case.area is None:
        return []
    ring = case.area.transform(srid.WEB, clone=True).coords
    rounded = [[[round(value, DIGITS) for value in place] for place in part] for part in ring]
    return [_feature({"type": "Polygon", "coordinates": rounded}, what="area", name=str(case))]


def _feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}
