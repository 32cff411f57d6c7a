"""Photos and documents: the list in the panel of an asset, and the panel of one of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.roles import Capability
from accounts.viewer import Viewer, viewer_of
from assets.models import Asset, Document
from assets.panels import facts
from gis.panel_page import Fact, PanelPage, Section, respond
from gis.uploads.handler import most_bytes
from gis.uploads.kinds import ENDINGS


def documents(asset: Any, viewer: Viewer) -> Section | None:
    """Photos as thumbnails, documents as a list, and where to send more."""
    rows = list(asset.documents.current().select_related("file"))
    may_attach = viewer.can(Capability.EDIT_ASSETS)
    if not rows and not may_attach:
        return None
    kind = str(asset._meta.model_name)
    context = {
        "photos": [one for one in rows if one.file.is_photo],
        "documents": [(one, about(one)) for one in rows if not one.file.is_photo],
        "may_attach": may_attach,
        "address": reverse("attach-document", args=[kind, asset.public_id]),
        "most_bytes": most_bytes(),
        "accept": ",".join(ENDINGS),
    }
    return Section("assets/documents.html", context)


def about(document: Document) -> str:
    """Kind, size and day, for a list."""
    file = document.file
    day = date_format(localtime(file.taken_at or file.created_at), "SHORT_DATE_FORMAT")
    ending = file.name.rpartition(".")[2].upper()
    return f"{ending} · {filesizeformat(file.size)} · {day}"


def document_panel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    viewer = viewer_of(request.user)
    rows = Document.objects.visible_to(viewer).select_related("file__by")
    document = facts.one_or_404(rows, public_id)
    page = PanelPage(
        kind=_("Photo") if document.file.is_photo else capfirst(str(Document._meta.verbose_name)),
        title=document.title,
        name="",
        state=_("removed") if document.removed else _("attached"),
        tone="danger" if document.removed else "info",
        facts=_facts(document, viewer),
        sources=[
            Fact(_("Checksum (SHA-256)"), document.file.sha256),
            Fact(_("version"), str(document.version)),
        ],
        contents=[Section("assets/document.html", {"document": document})],
        marked=[document.asset.public_id],
    )
    return respond(request, page)


def _facts(document: Document, viewer: Viewer) -> list[Fact]:
    file = document.file
    asset: Asset = document.asset
    link = (document.kind, asset.public_id)
    found = [
        Fact(asset._meta.verbose_name, str(asset), link=link),
        Fact(_("File"), file.name),
        Fact(_("Size"), filesizeformat(file.size)),
    ]
    if file.taken_at:
        found.append(Fact(_("Photo taken"), _moment(file.taken_at), _("by the camera's clock")))
    found.append(Fact(_("Sent"), _moment(file.created_at)))
    if file.by is not None and viewer.can(Capability.SEE_HISTORY):
        found.append(Fact(_("Sent by"), str(file.by)))
    return found


def _moment(value: Any) -> str:
    return date_format(localtime(value), "SHORT_DATETIME_FORMAT")
