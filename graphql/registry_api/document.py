"""Photos and documents of assets."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from accounts.viewer import Viewer
from assets import models
from registry_api.plan import Column, Concept, ToMany

_URL = Concat(
    Value("/documents/"),
    Cast("public_id", TextField()),
    Value("/file/"),
    output_field=TextField(),
)


class Document(Concept):
    """A photo or document that is attached to an asset."""

    class Meta:
        model = models.Document
        identifier = "pk"

    title = Column(graphene.String, required=True, description="What people call it.")
    file_name = Column(
        graphene.String, "file__name", required=True, description="As it was sent, with its ending."
    )
    size_bytes = Column(graphene.Float, "file__size", required=True, description="Size in bytes.")
    sha256 = Column(
        graphene.String, "file__sha256", required=True, description="Checksum, hexadecimal."
    )
    taken_at = Column(
        graphene.DateTime,
        "file__taken_at",
        description="When a photo was taken, by the camera's clock; null where it wrote none.",
    )
    sent_at = Column(
        graphene.DateTime, "file__created_at", required=True, description="When it was attached."
    )
    url = Column(
        graphene.String,
        _URL,
        required=True,
        description="Path on this server under which it is read, with the same account or token.",
    )

    @classmethod
    def visible(cls, viewer: Viewer) -> QuerySet[Any]:
        return models.Document.objects.current().visible_to(viewer)


def documents_of(kind: str) -> ToMany:
    """The documents of one kind of asset, oldest first."""
    return ToMany(
        "document.Document",
        f"{kind}_id",
        order=("pk",),
        description="Photos and documents attached to it.",
    )
