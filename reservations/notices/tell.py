"""Writes notices of steps and messages, and the mails that wait for them; one statement each."""

from __future__ import annotations

from django.db import connection

from accounts.roles import CAPABILITIES, Capability
from reservations.access.states import RequestState
from reservations.models.access_request import AccessRequest
from reservations.models.case_event import CaseEvent
from reservations.models.message import CaseMessage

FOR_THE_DESK = (RequestState.SUBMITTED, RequestState.COMPLETED, RequestState.ACCEPTED)
"""Steps of the applicant after which it is the desk's turn."""

APPLICANTS = [role.value for role, can in CAPABILITIES.items() if Capability.RESERVE in can]
OFFICERS = [role.value for role, can in CAPABILITIES.items() if Capability.CONFIRM in can]
SIGNERS = [role.value for role, can in CAPABILITIES.items() if Capability.SIGN_CONSENT in can]

_TELL = """
    WITH told AS (
        SELECT DISTINCT u.id FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id
        WHERE u.is_active AND NOT u.is_service AND u.id IS DISTINCT FROM %(but)s
          AND (m.organisation_id = %(applicant)s AND m.role = ANY (%(applicants)s)
               OR m.role = ANY (%(desk)s))
    ), noted AS (
        INSERT INTO reservations_notice (person_id, request_id, event_id, message_id)
        SELECT id, %(case)s, %(event)s, %(message)s FROM told RETURNING id, person_id
    )
    INSERT INTO reservations_mail (key, person_id, kind, notice_id)
    SELECT gen_random_uuid(), n.person_id, %(kind)s, n.id
    FROM noted n LEFT JOIN reservations_mailwishes w ON w.person_id = n.person_id
    WHERE %(by_mail)s
      AND COALESCE(CASE %(kind)s WHEN 'step' THEN w.steps ELSE w.messages END, true)
"""


def of_step(case: AccessRequest) -> None:
    """Tell the applicant of the step just made, and the desk where it has to act."""
    event = CaseEvent.objects.filter(request=case).order_by("-pk").first()
    if event is None:
        return
    desk = desk_roles(case) if event.to_state in FOR_THE_DESK else []
    _tell(case, "step", event=event.pk, applicants=APPLICANTS, desk=desk)


def of_message(message: CaseMessage) -> None:
    """Tell the other side; of an internal note the colleagues, and not by mail."""
    case = message.request
    from_applicant = not message.from_desk
    _tell(
        case,
        "message",
        message=message.pk,
        applicants=APPLICANTS if message.from_desk and not message.internal else [],
        desk=desk_roles(case) if from_applicant or message.internal else [],
        but=message.author_id,
        by_mail=not message.internal,
    )


def desk_roles(case: AccessRequest) -> list[str]:
    """The roles of those who deal with its kind."""
    return [*OFFICERS, *(SIGNERS if case.needs_consent_signature else [])]


def _tell(
    case: AccessRequest,
    kind: str,
    *,
    applicants: list[str],
    desk: list[str],
    event: int | None = None,
    message: int | None = None,
    but: int | None = None,
    by_mail: bool = True,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _TELL,
            {
                "case": case.pk,
                "applicant": case.organisation_id,
                "applicants": applicants,
                "desk": desk,
                "kind": kind,
                "event": event,
                "message": message,
                "but": but,
                "by_mail": by_mail,
            },
        )
