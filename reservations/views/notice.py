"""/cases/notices/: what one was told of, which mails one wants; /cases/<public id>/ leads on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.viewer import Viewer, viewer_of
from reservations.desk.door import works_at_desk
from reservations.models import AccessRequest, MailWishes
from reservations.portal.door import asks_for_capacity
from reservations.services import message as conversation
from reservations.services import notice as service


def is_told(viewer: Viewer) -> bool:
    """People of the desk, and those who may ask for something."""
    return works_at_desk(viewer) or asks_for_capacity(viewer)


class WishesForm(forms.ModelForm):
    class Meta:
        model = MailWishes
        fields = ("language", "steps", "messages", "digest")

    def __init__(self, *args: Any, at_desk: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not at_desk:
            del self.fields["digest"]
        for field in self.fields.values():
            is_select = isinstance(field.widget, forms.Select)
            look = "kern-form-input__select" if is_select else "kern-form-check__checkbox"
            field.widget.attrs["class"] = look


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """404 for those who are never told of anything."""
    person: Any = request.user
    viewer = viewer_of(person)
    if viewer.scopes is not None or not is_told(viewer):
        raise Http404
    if "read" in request.POST:
        service.read_all(viewer)
        return redirect("case_notices")
    form = WishesForm(
        request.POST or None, instance=service.wishes_of(person), at_desk=works_at_desk(person)
    )
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("Your choice is saved."))
        return redirect("case_notices")
    found = service.newest(viewer)
    context = {"notices": found, "unread": any(one.read_at is None for one in found), "form": form}
    return render(request, "cases/notices.html", context)


@require_safe
@never_cache
@login_required
def case_door(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Links in mails and notices come here: on to the desk's or the applicant's page."""
    viewer = viewer_of(request.user)
    case = get_object_or_404(AccessRequest.objects.visible_to(viewer), public_id=public_id)
    if conversation.works_on(case, viewer):
        return redirect("desk_case", public_id=public_id)
    return redirect("portal_case", public_id=public_id)
