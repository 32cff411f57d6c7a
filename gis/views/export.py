"""/tables/<layer>/export/ and /exports/<id>/: a table as a file, made meanwhile."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gis.exporting import job
from gis.exporting.formats import FORMATS
from gis.models import Export, ExportState
from gis.refusals import Refusal

SHORT_S = 1.5
"""Most files are made by then and come with the same click."""

ASK_AGAIN_S = 2


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def begin_export(request: HttpRequest, name: str) -> HttpResponse:
    """Have the file made; what takes longer shows how far it is.

    A refusal reloaded, or read in the other language, leads back to the table.
    """
    if request.method != "POST":
        return redirect(f"{reverse('table', args=(name,))}?{request.GET.urlencode()}")
    try:
        export = job.begin(
            person=request.user,
            table=name,
            query=request.POST.get("query", ""),
            file_format=request.POST.get("format", ""),
            language=get_language(),
        )
    except Refusal as refusal:
        return render(
            request, "citygis/export.html", {"refusal": refusal, "name": name}, status=400
        )
    job.make_beside(export).join(SHORT_S)
    export.refresh_from_db()
    return redirect("export_file" if export.state == ExportState.DONE else "export", export.pk)


@require_safe
@never_cache
@login_required
def export_page(request: HttpRequest, pk: Any) -> HttpResponse:
    """How far it is; asks again by itself until it is finished."""
    export = _own(request, pk)
    making = export.state == ExportState.MAKING and not export.is_broken
    context = {"export": export, "format": FORMATS[export.format], "making": making}
    response = render(request, "citygis/export.html", context)
    if making:
        response["Refresh"] = str(ASK_AGAIN_S)
    return response


@require_safe
@never_cache
@login_required
def export_file(request: HttpRequest, pk: Any) -> FileResponse:
    export = _own(request, pk)
    # What a grant or a role opened is not handed out when that is over.
    if not job.is_for(request.user, export):
        raise Http404
    if export.state != ExportState.DONE or not export.path.exists():
        raise Http404
    file_format = FORMATS[export.format]
    day = localtime(export.created_at).date().isoformat()
    return FileResponse(
        open(export.path, "rb"),
        as_attachment=True,
        filename=f"{export.table}-{day}.{file_format.ending}",
        content_type=file_format.content_type,
    )


@require_POST
@login_required
def cancel_export(request: HttpRequest, pk: Any) -> HttpResponse:
    """Stop it, or delete the finished file."""
    job.cancel(_own(request, pk))
    return redirect("export", pk)


def _own(request: HttpRequest, pk: Any) -> Export:
    return get_object_or_404(Export, pk=pk, person=request.user)
