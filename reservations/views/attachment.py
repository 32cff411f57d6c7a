"""/cases/<public id>/attachments/<id>: a file that came with a message, always as a download."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.viewer import viewer_of
from gis.refusals import NotFound
from gis.uploads.send import send
from reservations.services import attachment as attachments


@require_safe
@login_required
def attachment(request: HttpRequest, public_id: UUID, attachment_id: UUID) -> HttpResponse:
    by: Any = request.user
    try:
        found = attachments.find(public_id, attachment_id, viewer_of(by))
    except NotFound as missing:
        raise Http404 from missing
    answer = send(request, found.file, photos_open=False)
    if request.method == "GET" and answer.status_code == 200:
        attachments.note_download(found, by)
    return answer
