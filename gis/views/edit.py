"""/edit/<name>/ : the form of an edit; POST /edit/ : carry steps out."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import orjson
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gis.editing import places, questions, registry
from gis.editing.carry_out import Refused, Step, asset_for, carry_out, edit_for
from gis.editing.form import EditForm
from gis.editing.registry import Edit
from gis.refusals import Refusal, StaleVersion

MOST_STEPS = 50
LONGEST_KEY = 200
REFUSED = 422


@require_safe
@never_cache
def edit_form(request: HttpRequest, name: str, public_id: UUID | None = None) -> HttpResponse:
    """The form as an HTML fragment; 404 for what may not be seen or done."""
    try:
        edit = edit_for(request.user, name)
        asset = asset_for(edit, request.user, public_id)
    except Refusal:
        raise Http404 from None
    form = edit.form(by=request.user, asset=asset)
    for field in form.opened_with:
        form.fields[field].initial = request.GET.get(field, "")
    return HttpResponse(_fragment(request, edit, form))


@require_POST
@never_cache
def save(request: HttpRequest) -> JsonResponse:
    """Carry out `steps` under `key`; 422 with the problems and the form where refused."""
    try:
        key, steps = _read(request.body)
        done = carry_out(request.user, key, steps)
    except Refused as refused:
        return _refused(request, refused)
    except Refusal as refusal:
        return JsonResponse({"problems": [_problem(refusal)]}, status=REFUSED)
    edit = registry.find(steps[0].edit)
    message = _("Saved: %(what)s") % {"what": edit.title if edit else ""}
    return JsonResponse({"message": message, "touched": done.touched, "change": done.change})


@require_safe
@never_cache
def ask(request: HttpRequest, name: str) -> JsonResponse:
    """What a drawing asks, such as the way from one site to another; 422 with the reason."""
    answer = questions.find(name)
    if answer is None:
        raise Http404
    try:
        return JsonResponse(answer(request.user, request.GET))
    except Refusal as refusal:
        problem = {**_problem(refusal), "field": refusal.field}
        return JsonResponse({"problems": [problem]}, status=REFUSED)


def _read(body: bytes) -> tuple[str, list[Step]]:
    """The request. Raises Refusal BAD_REQUEST for what the front end never sends."""
    try:
        said = orjson.loads(body)
        key, steps = said["key"], [_step(one) for one in said["steps"]]
    except (ValueError, TypeError, KeyError, AttributeError):
        raise _malformed() from None
    if not isinstance(key, str) or "\0" in key or not 0 < len(key) <= LONGEST_KEY:
        raise _malformed()
    if not 0 < len(steps) <= MOST_STEPS:
        raise _malformed()
    return key, steps


def _malformed() -> Refusal:
    return Refusal("BAD_REQUEST", _("The request cannot be read."))


def _step(said: dict[str, Any]) -> Step:
    version = said.get("version")
    return Step(
        edit=str(said["edit"]),
        object=UUID(said["object"]) if said.get("object") else None,
        version=None if version is None else int(version),
        values={str(name): value for name, value in said["values"].items()},
    )


def _problem(refusal: Refusal) -> dict[str, Any]:
    return {"field": None, "message": str(refusal), "code": refusal.code, "place": None}


def _refused(request: HttpRequest, refused: Refused) -> JsonResponse:
    if isinstance(refused.refusal, StaleVersion):
        return _stale(request, refused.step, refused.refusal)
    form, refusal = refused.form, refused.refusal
    problems = [_problem(refusal)] if refusal is not None else []
    answer: dict[str, Any] = {"problems": form.problems if form is not None else problems}
    edit = registry.find(refused.step.edit)
    if form is not None and edit is not None:
        answer["form"] = _fragment(request, edit, form, refused.step.version)
    return JsonResponse(answer, status=REFUSED)


def _stale(request: HttpRequest, step: Step, refusal: StaleVersion) -> JsonResponse:
    """The form once more, with what the person said beside what stands there now, at its place."""
    # The form is up to date already, so that nobody has to reload it.
    problem = {**_problem(refusal), "message": _("Somebody else changed this in the meantime")}
    answer: dict[str, Any] = {"problems": [problem], "stale": True}
    edit = registry.find(step.edit)
    asset = asset_for(edit, request.user, step.object) if edit else None
    if edit is not None and asset is not None:
        form = edit.form(step.values, by=request.user, asset=asset)
        form.is_valid()
        form.compare(step.values)
        problem["place"] = places.shown(form.where())
        answer["form"] = _fragment(request, edit, form, stale=True)
    return JsonResponse(answer, status=REFUSED)


def _fragment(
    request: HttpRequest,
    edit: Edit,
    form: EditForm,
    version: int | None = None,
    stale: bool = False,
) -> str:
    current = getattr(form.asset, "version", None)
    return render_to_string(
        "citygis/edit_form.html",
        {
            "edit": edit,
            "form": form,
            "version": current if version is None else version,
            "values": json.dumps(form.values()),
            "way_back": json.dumps(form.way_back()),
            "stale": stale,
        },
        request,
    )
