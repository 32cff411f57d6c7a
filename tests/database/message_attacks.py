"""Messages on cases for the database that is attacked, and raw SQL that must not reach them."""

from __future__ import annotations

from accounts.models import Membership, User
from gis.models import StoredFile
from reservations.models import AccessRequest, AttachmentDownload, CaseAttachment, CaseMessage
from tests.builders import make_user

_NEW = (
    "INSERT INTO reservations_casemessage (public_id, request_id, author_id, from_desk, internal,"
    " text) SELECT gen_random_uuid(), {request}, {author}, {desk}, {internal}, {text}"
    " FROM reservations_casemessage LIMIT 1"
)
_SOUND = {
    "request": "request_id",
    "author": "author_id",
    "desk": "true",
    "internal": "false",
    "text": "'x'",
}
_STRANGER = (
    "(SELECT min(u.id) FROM accounts_user u WHERE NOT EXISTS"
    " (SELECT FROM accounts_membership m WHERE m.user_id = u.id))"
)
_APPLICANT = (
    "(SELECT min(m.user_id) FROM accounts_membership m"
    " JOIN reservations_accessrequest a USING (organisation_id) WHERE a.id = request_id)"
)
_DRAFT = "(SELECT id FROM reservations_accessrequest WHERE subject = 'draft 1')"
_MORE = (
    "INSERT INTO reservations_caseattachment (public_id, message_id, file_id)"
    " SELECT gen_random_uuid(), (SELECT min(id) FROM reservations_casemessage), f.id"
    " FROM citygis_storedfile f WHERE f.name LIKE 'attack%' AND NOT EXISTS"
    " (SELECT FROM reservations_caseattachment a WHERE a.file_id = f.id)"
)
_EDIT = "UPDATE reservations_casemessage SET text = 'others'"
_RENAME = "UPDATE reservations_caseattachment SET public_id = gen_random_uuid()"
_FORGET = "DELETE FROM reservations_attachmentdownload"


def _new(**values: str) -> str:
    return _NEW.format(**{**_SOUND, **values})


RULES = {
    "message_says_something": _new(text="E' \\n'"),
    "message_internal_by_desk": _new(author=_APPLICANT, desk="false", internal="true"),
    "message_on_received_case": _new(request=_DRAFT),
    "message_from_applicant": _new(author=_STRANGER, desk="false"),
    "message_is_kept": _EDIT,
    "attachment_is_kept": _RENAME,
    "attachments_are_few": _MORE,
    "download_is_kept": _FORGET,
}
TRIGGERS = {
    ("reservations_casemessage", "message_is_kept"): (_EDIT, "message_is_kept"),
    ("reservations_caseattachment", "attachment_is_kept"): (_RENAME, "attachment_is_kept"),
    ("reservations_attachmentdownload", "download_is_kept"): (_FORGET, "download_is_kept"),
}
HIDING = {table: trigger for table, trigger in TRIGGERS}


def fill_messages() -> None:
    """Two messages of the desk with a file each that was opened, and files for more."""
    officer = make_user("access_officer")
    case = AccessRequest.objects.get(subject="case 1")
    for number in range(8):
        file = StoredFile.objects.create(
            name=f"attack {number}.pdf", content="pdf", size=1, sha256=str(number) * 64
        )
        if number < 2:
            message = CaseMessage.objects.create(
                request=case, author=officer, from_desk=True, text="x"
            )
            attachment = CaseAttachment.objects.create(message=message, file=file)
            AttachmentDownload.objects.create(attachment=attachment, person=officer)
    _draft(officer, case)
    Membership.objects.filter(user=make_user("viewer")).delete()


def _draft(officer: User, like: AccessRequest) -> None:
    AccessRequest.objects.create(
        kind="information",
        organisation=like.organisation,
        contact_name="x",
        contact_email="x@example.org",
        subject="draft 1",
        period=like.period,
        created_by=officer,
    )
