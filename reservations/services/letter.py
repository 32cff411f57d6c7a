"""Letters on a case: made once, kept as they went out, opened by whoever may see the case."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.roles import Capability
from accounts.viewer import Viewer
from gis.refusals import NotFound
from reservations.letters import contents, writing
from reservations.letters.contents import Draft
from reservations.models import AccessRequest, CaseMessage, Deadline, Letter, LetterKind


def available(request: AccessRequest, viewer: Viewer) -> list[LetterKind]:
    """Which letters this viewer may open now, at `/cases/<public id>/<kind>.pdf`."""
    return [draft.kind for draft in listed(request, viewer)]


def listed(request: AccessRequest, viewer: Viewer) -> list[Draft]:
    """The letters that this viewer may open now."""
    if not AccessRequest.objects.visible_to(viewer).filter(pk=request.pk).exists():
        return []
    drafts = (_draft(request, kind, viewer) for kind in LetterKind)
    return [draft for draft in drafts if draft is not None]


def read(request: AccessRequest, kind: LetterKind, viewer: Viewer) -> bytes:
    """The letter's PDF. What is not signed yet is a draft, for those who decide, and not kept.

    Raises NotFound for a case that the viewer may not see and for a letter that there is not.
    """
    case = AccessRequest.objects.visible_to(viewer).select_related("organisation")
    found = case.filter(pk=request.pk).first()
    draft = _draft(found, kind, viewer) if found is not None else None
    if found is None or draft is None:
        raise NotFound("kind")
    if not draft.is_final:
        return writing.written(found, draft)
    return bytes(_kept(found, draft).pdf)


def issue(request: AccessRequest, kind: LetterKind) -> Letter | None:
    """Make and keep the present letter of a kind; None where there is none to make."""
    draft = contents.drafts(request, kind)
    return _kept(request, draft) if draft is not None and draft.is_final else None


def tell_extension(request: AccessRequest, deadline: Deadline, told: CaseMessage) -> Letter:
    """Make and keep the notice of an extension, in the transaction that extends."""
    return _kept(request, contents.extended(deadline, told))


def _draft(case: AccessRequest, kind: LetterKind, viewer: Viewer) -> Draft | None:
    draft = contents.drafts(case, kind)
    seen = draft is None or draft.is_final or viewer.can(Capability.SEE_QUEUE)
    return draft if seen else None


def _kept(case: AccessRequest, draft: Draft) -> Letter:
    """The letter as it went out; whoever is first makes it, for everybody the same."""
    key = {"request": case, "kind": draft.kind, "cause": draft.cause}
    known = Letter.objects.filter(**key).first()
    if known is not None:
        return known
    letter = Letter(**key, pdf=writing.written(case, draft), issued_at=timezone.now())
    with transaction.atomic():
        Letter.objects.bulk_create([letter], ignore_conflicts=True)
    return Letter.objects.get(**key)
