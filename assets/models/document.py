"""Photos and documents of assets."""

from __future__ import annotations

import uuid
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Capability
from accounts.viewer import Viewer
from assets.models.asset import Asset
from assets.models.versioned import Versioned
from gis.models import StoredFile

DOCUMENTED = ("site", "segment", "duct", "cable", "gateway")
"""Kinds of assets that have documents; each is a column."""


class DocumentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Viewer) -> Self:
        """Who sees the asset itself sees what is attached to it; a corridor shows none."""
        if user.can(Capability.SEE_EXACT_PLANT):
            return self
        if not user.is_authenticated:
            return self.none()
        return self.filter(reduce(or_, (self._of_visible(kind, user) for kind in DOCUMENTED)))

    def _of_visible(self, kind: str, user: Viewer) -> Q:
        model = self.model._meta.get_field(kind).related_model
        return Q(**{f"{kind}__in": model._default_manager.visible_to(user).order_by().values("pk")})

    def current(self) -> Self:
        """What was not taken away."""
        return self.filter(removed=False)


def _asset_key(kind: str, verbose: Any) -> models.ForeignKey:
    return models.ForeignKey(
        f"assets.{kind.capitalize()}",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=verbose,
    )


class Document(Versioned):
    """A file that somebody attached to one asset; removed, it stays and can come back.

    Several documents share a file after an asset was divided.
    """

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="documents", verbose_name=_("file")
    )
    removed = models.BooleanField(_("removed"), default=False, db_default=False)
    site = _asset_key("site", _("site"))
    segment = _asset_key("segment", _("route segment"))
    duct = _asset_key("duct", _("duct"))
    cable = _asset_key("cable", _("cable"))
    gateway = _asset_key("gateway", _("gateway"))

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="document_titled"),
            models.CheckConstraint(
                condition=reduce(
                    or_,
                    (
                        Q(**{f"{kind}__isnull": kind != own for kind in DOCUMENTED})
                        for own in DOCUMENTED
                    ),
                ),
                name="document_of_one_asset",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        """What people call it in headings and lists."""
        return self.title

    @property
    def kind(self) -> str:
        """The kind of the asset it belongs to."""
        return next(kind for kind in DOCUMENTED if getattr(self, f"{kind}_id") is not None)

    @property
    def asset(self) -> Asset:
        return getattr(self, self.kind)
