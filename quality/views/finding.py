"""/quality/: the work list, and each finding with the decision on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Capability
from accounts.viewer import Viewer, viewer_of
from assets.panels.facts import one_or_404
from gis import layers
from gis.counting import COUNTED_EXACTLY, counted
from gis.paging import newest_first
from gis.refusals import Refusal
from quality.filters import FindingFilter
from quality.forms import DecisionForm, WorkListForm
from quality.models import CheckRun, Finding, FindingState
from quality.panels import TONES, finding_facts
from quality.rules import CONCEPTS
from quality.services import finding as service
from quality.services.queue import pending
from quality.sight import keeps_plant


@require_safe
@never_cache
@login_required
def work_list(request: HttpRequest) -> HttpResponse:
    """Findings by state, severity, rule and object, the newest first; open ones at first."""
    viewer = viewer_of(request.user)
    given = _with_defaults(request.GET)
    rows = _found(given, viewer)
    page = newest_first(rows, "work list", request.GET)
    context = {
        "form": WorkListForm(given),
        "page": page,
        "count": counted(rows) if page.first else 0,
        "most": COUNTED_EXACTLY,
        "tones": TONES,
        "map_layers": map_layers(request.user),
        "last_run": CheckRun.objects.exclude(finished_at=None).order_by("-pk").first(),
        "waiting": pending(),
        "allowed": keeps_plant(viewer),
    }
    status = 200 if context["allowed"] else 403
    return render(request, "quality/work_list.html", context, status=status)


def _with_defaults(given: QueryDict) -> QueryDict:
    """What nobody chose yet is "open"; an empty choice of states means all of them."""
    if any(name in given for name in FindingFilter.base_filters) or "all" in given:
        return given
    chosen = given.copy()
    chosen["state"] = FindingState.OPEN
    return chosen


def _found(given: QueryDict, viewer: Viewer) -> QuerySet[Finding]:
    rows = Finding.objects.visible_to(viewer).select_related(*CONCEPTS)
    asked = {name: [one for one in given.getlist(name) if one] for name in WorkListForm.base_fields}
    code = "".join(asked.pop("code_starts_with")[:1])
    filters = FindingFilter({**asked, "code_starts_with": code}, queryset=rows, viewer=viewer)
    return filters.qs if filters.form.is_valid() else rows.none()


def map_layers(user: Any) -> str:
    """The layers with which the map opens on a finding."""
    offered = [one.name for one in layers.offered_to(user) if one.visible]
    return ",".join([*offered, "findings"])


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def finding_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One finding; POST accepts it or takes the acceptance back."""
    viewer = viewer_of(request.user)
    rows = Finding.objects.visible_to(viewer).select_related(*CONCEPTS, "accepted_by")
    finding = one_or_404(rows, public_id)
    form = DecisionForm(request.POST or None, initial={"version": finding.version})
    if request.method == "POST" and form.is_valid() and _decided(request, finding, form):
        return redirect("finding", public_id=public_id)
    context = {
        "finding": finding,
        "facts": finding_facts(finding, viewer),
        "tone": TONES[finding.severity],
        "form": form,
        "map_layers": map_layers(request.user),
        "may_decide": viewer.can(Capability.EDIT_ASSETS)
        and finding.state in (FindingState.OPEN, FindingState.ACCEPTED),
    }
    return render(request, "quality/finding.html", context)


def _decided(request: HttpRequest, finding: Finding, form: DecisionForm) -> bool:
    """Carry the decision out, or say at the form why not."""
    version, words = form.cleaned_data["version"], form.cleaned_data["acceptance"]
    by: Any = request.user
    try:
        if form.cleaned_data["action"] == "accept":
            service.accept(finding=finding, by=by, version=version, acceptance=words)
        else:
            service.reopen(finding=finding, by=by, version=version, reason=words)
    except Refusal as refusal:
        form.add_error("acceptance" if refusal.field == "acceptance" else None, str(refusal))
        return False
    messages.success(request, _("Your decision is recorded."))
    return True
