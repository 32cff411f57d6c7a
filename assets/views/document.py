"""/documents/: take a file for an asset, send one back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.viewer import viewer_of
from assets.models import Document
from assets.models.document import DOCUMENTED
from assets.services import document as documents
from gis.refusals import NotFound, NotPermitted, Refusal
from gis.uploads import take
from gis.uploads.send import send, send_thumbnail
from gis.views.refused import refused


@require_POST
@never_cache
def attach(request: HttpRequest, kind: str, public_id: UUID) -> JsonResponse:
    """Take `file`, with `title` and `id` if they are given."""
    try:
        asset = _asset(request.user, kind, public_id)
        documents.may_attach(asset, request.user)
        made = documents.attach(
            asset=asset,
            file=take.checked(take.file_of(request)),
            by=request.user,
            title=request.POST.get("title", ""),
            public_id=_wanted_id(request.POST.get("id", "")),
        )
    except Refusal as refusal:
        return refused(refusal)
    message = _("Saved: %(what)s") % {"what": made.title}
    answer = {"id": str(made.public_id), "version": made.version, "message": message}
    return JsonResponse(answer, status=201)


def _asset(user: Any, kind: str, public_id: UUID) -> Any:
    """The asset, if the person may see it. Raises NotPermitted and NotFound."""
    viewer = viewer_of(user)
    if not viewer.is_authenticated:
        raise NotPermitted
    if kind not in DOCUMENTED:
        raise NotFound
    model: Any = apps.get_model("assets", kind)
    asset = model.objects.visible_to(viewer).filter(public_id=public_id).first()
    if asset is None:
        raise NotFound
    return asset


def _wanted_id(text: str) -> UUID | None:
    """The id under which the browser sends the file, so that sending it again makes no second."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Refusal("BAD_REQUEST", _("The request cannot be read."), "id") from None


@require_safe
def document_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return send(request, _document(request, public_id).file)


@require_safe
def document_thumbnail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return send_thumbnail(request, _document(request, public_id).file)


def _document(request: HttpRequest, public_id: UUID) -> Document:
    """404 for what does not exist and for what may not be seen."""
    seen = Document.objects.visible_to(viewer_of(request.user)).select_related("file")
    found = seen.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
