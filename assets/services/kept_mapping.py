"""Keep a mapping of an import under a name, for the next delivery, and forget it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets.importing import shipped
from assets.models import Delivery, KeptMapping
from assets.services import delivery as deliveries
from gis.refusals import NotFound, NotPermitted, Refusal, worded

MOST = 200
"""Kept by all together: each is looked at when a file is read."""

LONGEST_NAME = 60
FIELD = "kept_name"


def keep(
    *, delivery: Delivery, by: User, name: str, mapping: str, replace: bool = False
) -> KeptMapping:
    """Keep the mapping under this name, and with the delivery.

    Refusals at the field "kept_name": REQUIRED, INVALID_VALUE, NOT_UNIQUE where the name is in use
    and `replace` was not said, TOO_MANY; and those of `deliveries.keep_mapping`.
    """
    _permit(by)
    name = _name(name)
    with transaction.atomic(), worded():
        deliveries.keep_mapping(delivery=delivery, by=by, mapping_name=name, mapping=mapping)
        known = KeptMapping.objects.select_for_update().filter(name__iexact=name).first()
        if known is not None and not replace:
            raise _taken(known)
        if known is None:
            _refuse_too_many()
        kept = known or KeptMapping()
        kept.name, kept.text, kept.person, kept.kept_at = name, mapping, by, timezone.now()
        kept.save()
    return kept


def forget(*, by: User, pk: UUID) -> KeptMapping:
    """Delete a kept mapping; deliveries keep the text with which they were tried.

    Returns it as it was, for `bring_back`.
    """
    _permit(by)
    with transaction.atomic():
        gone = KeptMapping.objects.select_for_update().filter(pk=pk).first()
        if gone is None:
            raise NotFound
        gone.delete()
    gone.pk = pk
    return gone


def bring_back(*, by: User, gone: KeptMapping) -> None:
    """Keep again what was deleted, as kept by whom and when it was. Refused as in `keep`."""
    _permit(by)
    with transaction.atomic(), worded():
        known = KeptMapping.objects.select_for_update().filter(name__iexact=gone.name).first()
        if known is not None:
            raise _taken(known)
        _refuse_too_many()
        gone.person = User.objects.filter(pk=gone.person_id).first()
        gone.save(force_insert=True)


def _refuse_too_many() -> None:
    if KeptMapping.objects.count() >= MOST:
        message = _("%(most)d mappings are kept. Delete one first.") % {"most": MOST}
        raise Refusal("TOO_MANY", message, FIELD)


def _permit(by: User) -> None:
    if not deliveries.may_import(by):
        raise NotPermitted


def _name(said: str) -> str:
    name = " ".join(said.split())
    if "\0" in name or len(name) > LONGEST_NAME:
        message = _("A name has at most %(most)d characters.") % {"most": LONGEST_NAME}
        raise Refusal("INVALID_VALUE", message, FIELD)
    if name.casefold() in {deliveries.DRAFT, *shipped.names()}:
        message = _("A mapping that comes with the registry has this name. Choose another one.")
        raise Refusal("NOT_UNIQUE", message, FIELD)
    return name


def _taken(known: KeptMapping) -> Refusal:
    message = _(
        "“%(name)s” is kept already, by %(person)s since %(date)s."
        " Choose another name, or replace it."
    ) % {
        "name": known.name,
        "person": known.person or "–",
        "date": date_format(timezone.localtime(known.kept_at), "SHORT_DATE_FORMAT"),
    }
    return Refusal("NOT_UNIQUE", message, FIELD, may_replace=True)
