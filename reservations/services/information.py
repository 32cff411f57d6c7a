"""The minimum information package of a case: for whom, when, and recorded before it goes out."""

from __future__ import annotations

from accounts.models import User
from accounts.services import look
from gis.refusals import NotFound
from reservations.access.states import HOLDING, RequestState
from reservations.information import gpkg, pdf
from reservations.information.contents import gathered
from reservations.models import AccessRequest

FORMATS = {"pdf": pdf.written, "gpkg": gpkg.written}


def is_available(request: AccessRequest, viewer: User) -> bool:
    """To the applicant while it is granted; to those who deal with it as a preview before."""
    seen = AccessRequest.objects.visible_to(viewer).filter(pk=request.pk).exists()
    if not seen or request.needs_consent_signature or request.state == RequestState.DRAFT:
        return False
    return request.state in HOLDING or request.organisation_id not in viewer.organisation_ids


def read(request: AccessRequest, form: str, viewer: User) -> bytes:
    """The package as PDF or GeoPackage, made for the applicant, whoever opens it.

    It is made anew each time, with what the applicant may see then, and each time it is recorded.
    Raises NotFound; Refusals of `gathered`.
    """
    if not is_available(request, viewer):
        raise NotFound("id")
    case = AccessRequest.objects.select_related("organisation").get(pk=request.pk)
    made = FORMATS[form](gathered(case))
    door = f"case-information-{form}"
    look.record_for_case(viewer, case.organisation_id, str(case), door, str(case.public_id))
    return made
