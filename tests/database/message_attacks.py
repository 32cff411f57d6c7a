"""Messages on cases for the database that is attacked, and raw SQL that must not reach them."""

from __future__ import annotations

from accounts.models import Membership, User
from gis.models import DailyPart, StoredFile
from reservations.models import (
    AccessRequest,
    AttachmentDownload,
    CaseAttachment,
    CaseEvent,
    CaseMessage,
    Mail,
    MailWishes,
    Notice,
)
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
_TWICE = (
    "INSERT INTO reservations_notice (person_id, request_id, {0})"
    " SELECT person_id, request_id, {0} FROM reservations_notice WHERE {0} IS NOT NULL LIMIT 1"
)
_MAIL = (
    "INSERT INTO reservations_mail (key, person_id, kind, deadline_id, day)"
    " SELECT gen_random_uuid(), p.id, {} FROM generate_series(1, 2),"
    " (SELECT min(id) AS id FROM accounts_user) p"
)
_FORGET = "DELETE FROM reservations_attachmentdownload"


def _new(**values: str) -> str:
    return _NEW.format(**{**_SOUND, **values})


CASE_RULES = {
    "message_says_something": _new(text="E' \\n'"),
    "message_internal_by_desk": _new(author=_APPLICANT, desk="false", internal="true"),
    "message_on_received_case": _new(request=_DRAFT),
    "message_from_applicant": _new(author=_STRANGER, desk="false"),
    "message_is_kept": _EDIT,
    "attachment_is_kept": _RENAME,
    "attachments_are_few": _MORE,
    "download_is_kept": _FORGET,
    "notice_about_one_thing": "UPDATE reservations_notice SET message_id = NULL",
    "notice_once_of_message": _TWICE.format("message_id"),
    "notice_once_of_step": _TWICE.format("event_id"),
    "notice_read_afterwards": "UPDATE reservations_notice SET read_at = '2020-01-01'",
    "mail_language_known": "UPDATE reservations_mailwishes SET language = 'fr'",
    "mail_choices_known": "UPDATE reservations_mail SET state = 'lost'",
    "mail_about_one_thing": "UPDATE reservations_mail SET day = CURRENT_DATE WHERE kind = 'step'",
    "mail_sent_when": "UPDATE reservations_mail SET state = 'sent'",
}
CASE_INDEXES = {
    "mail_digest_once_a_day": _MAIL.format("'digest', NULL::bigint, CURRENT_DATE"),
    "mail_escalation_once": _MAIL.format(
        "'escalation', (SELECT min(id) FROM reservations_deadline), CURRENT_DATE"
    ),
}
DAILY = {
    "daily_part_once_a_day": "INSERT INTO citygis_dailypart (day, name, tried_at, problem)"
    " SELECT CURRENT_DATE, 'x', now(), '' FROM generate_series(1, 2)",
    "daily_part_done_without_problem": "UPDATE citygis_dailypart SET done_at = now(),"
    " problem = 'x'",
}
RULES = {**CASE_RULES, **CASE_INDEXES, **DAILY}
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
            _noted(case, message)
    _draft(officer, case)
    Membership.objects.filter(user=make_user("viewer")).delete()


def _noted(case: AccessRequest, message: CaseMessage) -> None:
    """Somebody is told of a step and a message, by mail too; the daily run was tried."""
    person = make_user("access_officer")
    MailWishes.objects.create(person=person)
    told = {"person": person, "request": case}
    event = CaseEvent.objects.filter(request=case).first()
    Notice.objects.create(message=message, **told)
    notice = Notice.objects.create(event=event, **told)
    Mail.objects.create(person=person, kind="step", notice=notice)
    Mail.objects.create(
        person=person, kind="escalation", deadline=case.deadlines.first(), day="2030-01-01"
    )
    DailyPart.objects.create(day="2030-01-01", name=f"part-{message.pk}")


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
