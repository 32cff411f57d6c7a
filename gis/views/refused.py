"""A refusal as the front end reads it."""

from django.http import JsonResponse

from gis.refusals import Refusal


def refused(refusal: Refusal) -> JsonResponse:
    """400 with code, sentence and field; `fields` names every wrong field with its sentence."""
    answer = {"code": refusal.code, "message": str(refusal), "field": refusal.field}
    return JsonResponse({**answer, "fields": refusal.details.get("fields", {})}, status=400)
