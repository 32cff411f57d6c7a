"""Operations on one asset in the administration: a small form, one call of a service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gis.refusals import Refusal


class OperationForm(forms.Form):
    """Every operation may say why; `by` and `asset` are there for the fields' choices."""

    reason = forms.CharField(
        label=_("Reason for this change"),
        required=False,
        max_length=300,
        help_text=_("Is kept in the history."),
    )

    def __init__(self, *args: Any, asset: Any, by: Any, site: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.asset, self.by = asset, by
        self.order_fields([name for name in self.fields if name != "reason"])

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal at the field that it concerns."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


@dataclass(frozen=True)
class Operation:
    """`run(asset, by, **form values)` calls the service; `explain` says what will happen."""

    name: str
    title: Promise | str
    explain: Promise | str
    form: type[OperationForm]
    run: Callable[..., Any]


def operation_urls(model_admin: Any) -> list[URLPattern]:
    """One address for each operation of a model, below the object's own."""
    meta = model_admin.model._meta
    return [
        path(
            f"<path:object_id>/{operation.name}/",
            model_admin.admin_site.admin_view(partial(_perform, model_admin, operation)),
            name=f"{meta.app_label}_{meta.model_name}_{operation.name}",
        )
        for operation in model_admin.operations
    ]


def _perform(
    model_admin: Any, operation: Operation, request: HttpRequest, object_id: str
) -> HttpResponse:
    asset = get_object_or_404(model_admin.get_queryset(request), pk=object_id)
    if not model_admin.has_change_permission(request, asset):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = operation.form(data, asset=asset, by=request.user, site=model_admin.admin_site)
    if form.is_valid():
        try:
            operation.run(asset, request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Done: %(what)s.") % {"what": operation.title})
            return HttpResponseRedirect(model_admin.address("change", object_id))
    return TemplateResponse(
        request, "admin/assets/operation.html", _page(model_admin, operation, request, asset, form)
    )


def _page(
    model_admin: Any, operation: Operation, request: HttpRequest, asset: Any, form: OperationForm
) -> dict[str, Any]:
    return {
        **model_admin.admin_site.each_context(request),
        "title": operation.title,
        "subtitle": str(asset),
        "operation": operation,
        "object": asset,
        "opts": model_admin.model._meta,
        "form": form,
        "media": model_admin.media + form.media,
    }
