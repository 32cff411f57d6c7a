"""/portal/export/: the own data as JSON, CSV or XLSX."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.viewer import viewer_of
from reservations.portal import export, export_json
from reservations.portal.door import portal_only

_WRITERS: dict[str, Any] = {"csv": export.write_csv, "xlsx": export.write_xlsx}


@require_safe
@portal_only
def export_page(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/export.html")


@require_safe
@portal_only
def export_file(request: HttpRequest, form: str) -> HttpResponse | FileResponse:
    viewer = viewer_of(request.user)
    if form == "json":
        answer = JsonResponse(
            export_json.as_json(viewer), json_dumps_params={"ensure_ascii": False}
        )
        answer["Content-Disposition"] = 'attachment; filename="requests.json"'
        return answer
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"requests.{form}"
        _WRITERS[form](path, viewer)
        # Open files outlive their folder.
        return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
