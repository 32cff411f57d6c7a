"""/cases/<public id>/receipt.pdf, missing.pdf, quote.pdf, decision.pdf"""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.viewer import viewer_of
from gis.refusals import NotFound
from reservations.models import AccessRequest, LetterKind
from reservations.services import letter as letters


@require_safe
@login_required
@cache_control(private=True, no_store=True)
def letter(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """A letter on a case; 404 for what may not be seen, too."""
    viewer = viewer_of(request.user)
    cases = AccessRequest.objects.visible_to(viewer)
    case = get_object_or_404(cases, public_id=public_id)
    try:
        pdf = letters.read(case, LetterKind(kind), viewer)
    except NotFound as missing:
        raise Http404 from missing
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{case}-{kind}.pdf"'
    return answer
