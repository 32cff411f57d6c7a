"""/imports/: a file on the screen: choose it, see what a mapping makes of it, try, import."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.viewer import viewer_of
from assets.importing import assigning, assignment, labels, preview, run
from assets.models import Delivery, KeptMapping
from assets.models.delivery import DeliveryState
from assets.services import delivery as deliveries
from assets.services import kept_mapping as kept_mappings
from assets.services.mapping_choice import choices as mapping_choices
from assets.views import forgotten_mapping
from gis.importing.mapping import shaped
from gis.importing.problems import ImportProblem
from gis.importing.report import COUNT_NAMES
from gis.importing.sniffing import READABLE
from gis.importing.targets import registered
from gis.refusals import Refusal
from gis.uploads import take
from gis.uploads.handler import most_bytes

SHORT_S = 1.5
"""Small files are done by then and come with the same click."""

ASK_AGAIN_S = 2
REPORT_TYPES = {
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
    "gpkg": "application/geopackage+sqlite3",
}

View = Callable[..., HttpResponse]


def for_importers(view: View) -> View:
    """Only for those who may import; the others get 403."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if not deliveries.may_import(viewer_of(request.user)):
            raise PermissionDenied
        return view(request, *args, **named)

    return never_cache(login_required(guarded))


def posted(view: View) -> View:
    """An action on a delivery. Its address leads to the page, if somebody reloads what it refused,
    or reads it in the other language.
    """

    @wraps(view)
    def acted(request: HttpRequest, pk: UUID) -> HttpResponse:
        if request.method == "POST":
            return view(request, pk)
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(reverse("delivery", args=(pk,)) + query)

    return require_http_methods(["GET", "HEAD", "POST"])(for_importers(acted))


@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def all_deliveries(request: HttpRequest) -> HttpResponse:
    """The own deliveries and where to send another."""
    refusal = None
    if request.method == "POST":
        try:
            made = deliveries.take(
                file=take.file_of(request), by=request.user, language=get_language()
            )
            run.beside(made).join(SHORT_S)
            return redirect("delivery", made.pk)
        except Refusal as refused:
            refusal = refused
    return deliveries_page(request, refusal)


def deliveries_page(
    request: HttpRequest, refusal: Refusal | None = None, not_brought_back: Refusal | None = None
) -> HttpResponse:
    """The list, with why a file was not taken or a deleted mapping does not come back."""
    context = {
        "deliveries": Delivery.objects.filter(person=request.user),
        "kept": KeptMapping.objects.select_related("person"),
        "forgotten": forgotten_mapping.last(request),
        "refusal": refusal,
        "not_brought_back": not_brought_back,
        "accept": ",".join(READABLE),
        "most": most_bytes() // 1_000_000,
    }
    status = 400 if refusal or not_brought_back else 200
    return render(request, "assets/deliveries.html", context, status=status)


@require_safe
@for_importers
def delivery_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where it stands; asks again by itself while something runs."""
    delivery = _own(request, pk)
    response = _page(request, delivery, request.GET.get("mapping", ""))
    if delivery.is_running:
        response["Refresh"] = str(ASK_AGAIN_S)
    return response


@posted
def try_delivery(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Try it with the mapping chosen, or keep that first; a wrong one is shown with the reason."""
    delivery = _own(request, pk)
    name, text = request.POST.get("mapping_name", ""), request.POST.get("mapping", "")
    without = _numbers(request, "offered") - _numbers(request, "entry")
    try:
        # Who changed the text itself means the text.
        if request.POST.get("mapping_seen") == assigning.seal(text):
            text = deliveries.adjusted(delivery=delivery, mapping=text, said=request.POST)
        said = {"mapping_name": name, "mapping": text}
        if "keep_named" in request.POST:
            _keep_named(request, delivery, text)
            return redirect("delivery", pk)
        if "keep" in request.POST:
            deliveries.keep_mapping(delivery=delivery, by=request.user, **said)
            return redirect("delivery", pk)
        said["language"] = get_language()
        deliveries.try_out(delivery=delivery, by=request.user, without=without, **said)
    except Refusal as refusal:
        return _page(request, delivery, name, text, refusal)
    return _begun(delivery)


@posted
def import_delivery(request: HttpRequest, pk: UUID) -> HttpResponse:
    delivery = _own(request, pk)
    try:
        deliveries.import_tried(delivery=delivery, by=request.user, language=get_language())
    except Refusal as refusal:
        return _page(request, delivery, refusal=refusal)
    return _begun(delivery)


@posted
def cancel_delivery(request: HttpRequest, pk: UUID) -> HttpResponse:
    deliveries.cancel(delivery=_own(request, pk), by=request.user)
    return redirect("delivery", pk)


@posted
def take_delivery_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    delivery = _own(request, pk)
    try:
        deliveries.take_back(delivery=delivery, by=request.user)
    except Refusal as refusal:
        return _page(request, delivery, refusal=refusal)
    return redirect("delivery", pk)


@posted
def forget_delivery(request: HttpRequest, pk: UUID) -> HttpResponse:
    delivery = _own(request, pk)
    try:
        deliveries.forget(delivery=delivery, by=request.user)
    except Refusal as refusal:
        return _page(request, delivery, refusal=refusal)
    return redirect("deliveries")


@require_safe
@for_importers
def delivery_report(request: HttpRequest, pk: UUID, ending: str) -> HttpResponse:
    """The report of the last trial, or of the import."""
    path = _own(request, pk).report(ending)
    if ending not in REPORT_TYPES or not path.exists():
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"report.{ending}",
        content_type=REPORT_TYPES[ending],
    )


@require_safe
@for_importers
def delivery_findings(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Findings with a place, as GeoJSON in WGS 84, for the map."""
    path = _own(request, pk).report("geojson")
    if not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), content_type="application/geo+json")


def _keep_named(request: HttpRequest, delivery: Delivery, text: str) -> None:
    kept_mappings.keep(
        delivery=delivery,
        by=request.user,
        name=request.POST.get("kept_name", ""),
        mapping=text,
        replace="replace" in request.POST,
    )


def _numbers(request: HttpRequest, name: str) -> set[int]:
    """Entries of the mapping by their place."""
    return {int(one) for one in request.POST.getlist(name) if one.isdecimal()}


def _own(request: HttpRequest, pk: UUID) -> Delivery:
    return get_object_or_404(Delivery, pk=pk, person=request.user)


def _begun(delivery: Delivery) -> HttpResponse:
    run.beside(delivery).join(SHORT_S)
    return redirect("delivery", delivery.pk)


def _page(
    request: HttpRequest,
    delivery: Delivery,
    name: str = "",
    text: str = "",
    refusal: Refusal | None = None,
) -> HttpResponse:
    problems = [layer["problem"] for layer in delivery.layers]
    unreadable = problems if all(problems) else []
    may_choose = (delivery.may_be_tried or refusal) and not unreadable
    choices = mapping_choices(delivery) if may_choose else []
    chosen = name or delivery.mapping_name or next((one.name for one in choices if one.fits), "")
    context = {
        "delivery": delivery,
        "state": DeliveryState(delivery.state),
        "unreadable": unreadable,
        "choices": choices,
        "nothing_fits": bool(choices) and not choices[0].fits,
        "chosen": chosen,
        "text": text or (_text(delivery, name, chosen) if choices else ""),
        "refusal": refusal,
        "counts": _counts(delivery),
    }
    is_kept = any(one.kept for one in choices if one.name == chosen)
    context["may_replace"] = is_kept or bool(refusal and refusal.details.get("may_replace"))
    context["kept_name"] = request.POST.get("kept_name") or (chosen if is_kept else "")
    context["seal"] = assigning.seal(context["text"])
    context["previews"] = _preview(delivery, context["text"]) if choices else []
    status = 400 if refusal else 200
    return render(request, "assets/delivery.html", context, status=status)


def _text(delivery: Delivery, asked: str, chosen: str) -> str:
    """What was tried last, until somebody asks for a mapping by its name."""
    if not asked and delivery.mapping:
        return delivery.mapping
    try:
        return deliveries.text_of(delivery, chosen)
    except Refusal:
        return ""


def _preview(
    delivery: Delivery, text: str
) -> list[tuple[preview.EntryPreview, assignment.Assignment]]:
    try:
        mapping = shaped(text, "")
    except ImportProblem:
        return []
    if any(entry.target not in registered() for entry in mapping.entries):
        return []
    pairs = preview.of(mapping, delivery.layers), assignment.of(mapping, delivery.layers)
    return list(zip(*pairs, strict=True))


def _counts(delivery: Delivery) -> list[tuple[str, list[int]]]:
    counts = (delivery.result or {}).get("counts", {})
    return [
        (labels.target(name), [row[key] for key in COUNT_NAMES]) for name, row in counts.items()
    ]
