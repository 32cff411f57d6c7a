"""Messages on a case: read and written by the applicant and the desk, notes by the desk alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db.models import Prefetch
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer
from gis.models import StoredFile
from gis.refusals import NotFound, Refusal, worded
from gis.retry import retried
from gis.uploads import take
from gis.uploads.take import Checked
from history.context import acting
from reservations.access.steps import is_own_matter, require_applicant, require_desk
from reservations.models import AccessRequest, AttachmentDownload, CaseAttachment, CaseMessage
from reservations.models.message import LONGEST_TEXT
from reservations.notices import tell

PAGE = 50
"""Messages shown at once, the newest last."""


@dataclass(frozen=True)
class Conversation:
    """What one viewer sees of it, oldest first; `before` continues with what is older."""

    messages: list[CaseMessage]
    before: int | None
    at_desk: bool


def read(case: AccessRequest, viewer: Viewer, before: int | None = None) -> Conversation:
    """The newest messages, or those older than one; in a fixed number of statements."""
    at_desk = works_on(case, viewer)
    downloads = AttachmentDownload.objects.select_related("person") if at_desk else None
    attachments = CaseAttachment.objects.select_related("file")
    if downloads is not None:
        attachments = attachments.prefetch_related(Prefetch("downloads", downloads))
    rows = CaseMessage.objects.visible_to(viewer).filter(request=case)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    rows = rows.select_related("author").prefetch_related(Prefetch("attachments", attachments))
    found = list(rows.order_by("-pk")[: PAGE + 1])
    more = len(found) > PAGE
    shown = found[:PAGE][::-1]
    return Conversation(shown, shown[0].pk if more else None, at_desk)


def works_on(case: AccessRequest, viewer: Viewer) -> bool:
    """Whether the viewer deals with this case at the desk."""
    return AccessRequest.objects.at_desk(viewer).filter(pk=case.pk).exists()


def may_write(case: AccessRequest, by: User) -> bool:
    """Whether `by` writes for the desk. Refuses everybody else than the desk and the applicant."""
    if works_on(case, by) and not is_own_matter(case, by):
        require_desk(case, by)
        return True
    require_applicant(case, by)
    return False


@retried
def write(
    *,
    request: AccessRequest,
    text: str,
    by: User,
    internal: bool = False,
    files: Sequence[Checked] = (),
    public_id: UUID | None = None,
) -> CaseMessage:
    """A message with its files. Sent again with the same `public_id` it is the one written then.

    On a draft the desk reads it once the request is handed in. Refusals: NOT_FOUND, NOT_PERMITTED,
    REQUIRED (text), WRONG_STATE for what was withdrawn before it was handed in.
    """
    text = _checked_text(text)
    with worded(), acting(by):
        case = AccessRequest.objects.visible_to(by).filter(pk=request.pk).first()
        if case is None:
            raise NotFound("id")
        from_desk = may_write(case, by)
        made = CaseMessage.objects.filter(public_id=public_id).first() if public_id else None
        if made is not None:
            return _same(made, case, by)
        message = CaseMessage.objects.create(
            public_id=public_id or uuid4(),
            request=case,
            author=by,
            from_desk=from_desk,
            internal=internal,
            text=text,
        )
        for file in files:
            CaseAttachment.objects.create(message=message, file=take.store(file, by=by))
        if case.receipt is not None:
            tell.of_message(message)
        return message


def tell_applicant(case: AccessRequest, words: str, by: User, **facts: object) -> CaseMessage:
    """What the desk did beside the states of a case, in German as all letters of the city.

    `words` is a sentence to be translated, into which `facts` are put.
    """
    with translation.override("de"):
        return write(request=case, text=_(words) % facts, by=by)


@retried
def take_back(*, request: AccessRequest, message_id: UUID, by: User) -> None:
    """Delete a message of a draft with its files, which nobody but the applicant has read.

    Refusals: NOT_FOUND; NOT_PERMITTED; NOT_ALLOWED once the request is handed in.
    """
    with worded(), acting(by):
        case = AccessRequest.objects.visible_to(by).filter(pk=request.pk).first()
        rows = CaseMessage.objects.visible_to(by).filter(request=case, public_id=message_id)
        message = rows.first()
        if case is None or message is None:
            raise NotFound("id")
        require_applicant(case, by)
        files = [one.file_id for one in message.attachments.all()]
        message.attachments.all().delete()
        message.delete()
        StoredFile.objects.filter(pk__in=files).delete()


def _same(made: CaseMessage, case: AccessRequest, by: User) -> CaseMessage:
    if made.request_id != case.pk or made.author_id != by.pk:
        raise NotFound("id")
    return made


def _checked_text(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not 1 <= len(text) <= LONGEST_TEXT or "\0" in text:
        message = _("Write a message of 1 to %(most)d characters.") % {"most": LONGEST_TEXT}
        raise Refusal("REQUIRED", message, "text")
    return text
