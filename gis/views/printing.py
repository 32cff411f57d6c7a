"""/print/?paper=a4&wide=1&scale=1000&c=<lat>,<lon>&l=<layers>&s=<colour>&<filter>"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gis.printing import order, page
from gis.refusals import NotPermitted, Refusal
from gis.views.refused import refused


@require_safe
@cache_control(private=True, no_store=True)
def print_map(request: HttpRequest) -> HttpResponse:
    """The map as a PDF for whoever is logged in; 400 says what cannot be printed."""
    try:
        if not request.user.is_authenticated:
            raise NotPermitted
        wanted = order.read(request.GET, request.user)
        pdf = page.make(wanted, request.user)
    except Refusal as refusal:
        return refused(refusal)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="map-{wanted.sheet.scale}.pdf"'
    return answer
