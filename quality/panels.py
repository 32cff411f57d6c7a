"""A finding in the map's panel, and the open ones of an object in its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.roles import Capability
from accounts.viewer import Viewer, viewer_of
from assets.panels import facts
from gis import panels
from gis.panel_page import Contents, Entry, Fact, PanelPage, Tone, degrees, respond
from quality.models import Finding, FindingState
from quality.models.finding import MODELS
from quality.rules import CONCEPTS, Severity
from quality.sight import keeps_plant

TONES: dict[str, Tone] = {
    Severity.ERROR: "danger",
    Severity.WARNING: "warning",
    Severity.HINT: "info",
}


def finding_panel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    viewer = viewer_of(request.user)
    findings = Finding.objects.visible_to(viewer).select_related(*CONCEPTS, "accepted_by")
    finding = facts.one_or_404(findings, public_id)
    page = PanelPage(
        kind=f"{_('Data quality')} · {finding.severity.label}",
        title=finding.title,
        name=finding.said,
        state=finding.get_state_display(),
        tone=TONES[finding.severity] if finding.state == FindingState.OPEN else "success",
        notices=[finding.definition.help],
        facts=finding_facts(finding, viewer),
        sources=[
            Fact(_("source of the data"), _("computed by a rule from what is recorded")),
            Fact(facts.label(finding, "last_seen_at"), moment(finding.last_seen_at)),
        ],
        contents=[_decision(finding, viewer)],
        bounds=degrees(finding.geom.extent) if finding.geom else None,
        marked=[finding.object.public_id],
    )
    return respond(request, page)


def finding_facts(finding: Finding, viewer: Viewer) -> list[Fact]:
    """The object, what takes part, and what became of the finding."""
    found = [object_fact(finding.concept, finding.object)]
    found += other_facts(finding, viewer)
    found.append(Fact(facts.label(finding, "first_seen_at"), moment(finding.first_seen_at)))
    if finding.solved_at:
        found.append(Fact(facts.label(finding, "solved_at"), moment(finding.solved_at)))
    if finding.accepted_at:
        by = str(finding.accepted_by or _("the system"))
        found.append(Fact(facts.label(finding, "acceptance"), finding.acceptance, by))
        found.append(Fact(facts.label(finding, "accepted_at"), moment(finding.accepted_at)))
    return found


def object_fact(concept: str, found: Any) -> Fact:
    return Fact(found._meta.verbose_name, str(found), link=(concept, found.public_id))


def other_facts(finding: Finding, viewer: Viewer) -> list[Fact]:
    """The other object, to those who see it."""
    concept = finding.definition.other
    if not concept or finding.other_id is None:
        return []
    seen = MODELS[concept]._default_manager.visible_to(viewer)  # type: ignore[attr-defined]
    other = seen.filter(pk=finding.other_id).first()
    if other is None:
        return []
    fact = object_fact(concept, other)
    return [Fact(_("takes part"), fact.value, str(fact.label), fact.link)]


def moment(at: Any) -> str:
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT")


def _decision(finding: Finding, viewer: Viewer) -> Contents:
    """The page on which it is accepted; on the map there is no form for it."""
    words = _("Decide on it") if viewer.can(Capability.EDIT_ASSETS) else _("On a page of its own")
    empty = _("It is solved by itself once the data are right.")
    return Contents(_("Decision"), [], empty, (reverse("finding", args=[finding.public_id]), words))


def open_findings(asset: Any, viewer: Viewer) -> Contents | None:
    """What is to be put right at an object, for those who keep the plant."""
    if not keeps_plant(viewer):
        return None
    findings = Finding.objects.visible_to(viewer).filter(
        **{asset._meta.model_name: asset, "state": FindingState.OPEN}
    )
    entries = [
        Entry(
            one.title,
            " · ".join(filter(None, [str(one.severity.label), one.said])),
            "finding",
            one.public_id,
        )
        for one in findings
    ]
    return Contents(_("Data quality"), entries, urgent=True) if entries else None


def register() -> None:
    panels.register("finding", finding_panel)
    panels.register_part(CONCEPTS, open_findings)
