"""Attachments of messages: few and small, by the one checker; whoever gets one is written down."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer
from gis.refusals import NotFound, Refusal
from gis.uploads import take
from gis.uploads.take import Checked
from reservations.models import AttachmentDownload, CaseAttachment

MOST_FILES = 5
FIELD = "files"


def checked(files: Sequence[UploadedFile]) -> list[Checked]:
    """The files as they may be stored. Takes seconds for large ones: outside a transaction.

    Refusals: TOO_MANY, FILE_TOO_LARGE and those of `gis.uploads`.
    """
    if len(files) > MOST_FILES:
        message = _("A message has at most %(most)d files.") % {"most": MOST_FILES}
        raise Refusal("TOO_MANY", message, FIELD)
    for file in files:
        if (file.size or 0) > settings.ATTACHMENT_MAX_MB * 1_000_000:
            raise too_large()
    return [take.checked(file, field=FIELD) for file in files]


def too_large() -> Refusal:
    most = settings.ATTACHMENT_MAX_MB
    message = _("A file is too large; at most %(most)d MB each are accepted.") % {"most": most}
    return Refusal("FILE_TOO_LARGE", message, FIELD, most_bytes=most * 1_000_000)


def find(case_id: UUID, attachment_id: UUID, viewer: Viewer) -> CaseAttachment:
    """Raises NotFound for what there is not and for what the viewer may not see."""
    rows = CaseAttachment.objects.visible_to(viewer).select_related("file", "message__request")
    found = rows.filter(public_id=attachment_id, message__request__public_id=case_id).first()
    if found is None:
        raise NotFound("id")
    return found


def note_download(attachment: CaseAttachment, by: User) -> None:
    """Write down who gets it; of a draft that is nobody but its applicant, who may take it back."""
    if attachment.message.request.receipt is None:
        return
    AttachmentDownload.objects.create(attachment=attachment, person=by)


def sizes() -> dict[str, int]:
    """The limits, for a browser that checks before it sends."""
    return {"most_files": MOST_FILES, "most_mb": settings.ATTACHMENT_MAX_MB}
