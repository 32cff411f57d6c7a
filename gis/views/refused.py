"""A refusal as the front end reads it."""

from django.http import JsonResponse

from gis.refusals import Refusal

STATUS = {"NOT_PERMITTED": 403, "INSUFFICIENT_SCOPE": 403, "NOT_FOUND": 404}


def refused(refusal: Refusal) -> JsonResponse:
    """Code, sentence and field; `fields` names every wrong field with its sentence.

    400 for what cannot be meant, 403 for what is not allowed, 404 for what is not there.
    """
    answer = {
        "code": refusal.code,
        "message": str(refusal),
        "field": refusal.field,
        "fields": refusal.details.get("fields", {}),
    }
    return JsonResponse(answer, status=STATUS.get(refusal.code, 400))
