"""Importing on the screen: take the file, try a mapping, import what was tried, stop, forget."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Capability
from accounts.viewer import Viewer
from assets.importing import adjusting, assigning, kept_mapping, shipped
from assets.importing.upsert import TAKEN_BACK
from assets.models import Delivery
from assets.models.delivery import BREATH, RUNNING, DeliveryState
from assets.services.take_back import take_back as take_change_back
from gis.importing.mapping import Mapping, parsed
from gis.importing.problems import ImportProblem
from gis.importing.sniffing import READABLE, confirm
from gis.importing.targets import registered
from gis.refusals import NotPermitted, Refusal
from gis.uploads import names, scanner
from gis.uploads.kinds import listed
from gis.uploads.take import check_size

KEPT = timedelta(days=7)
MOST_AT_ONCE = 2
STEPS_OF_AN_ENTRY = 3
"""Read, clean, apply; in the end all is checked once."""

DRAFT = "draft"
"""Stands for the mapping drafted from the file."""


def may_import(viewer: Viewer) -> bool:
    """Editors of the whole plant: an import knows no area of a contractor."""
    return viewer.can(Capability.EDIT_ASSETS) and viewer.can(Capability.SEE_EXACT_PLANT)


def take(*, file: UploadedFile, by: User, language: str) -> Delivery:
    """Keep the file in a folder of its own, to be read.

    Raises NotPermitted, TOO_MANY_IMPORTS, and what is wrong with the file at the field "file".
    """
    _permit(by)
    _refuse_too_many(by)
    name = names.checked(file.name or "", "file")
    check_size(file, "file")
    if names.ending_of(name) not in READABLE:
        message = _("Files of this kind cannot be imported. Accepted are: %(endings)s.")
        raise Refusal("FILE_TYPE", message % {"endings": listed(READABLE)}, "file")
    scanner.scan(file, "file")
    forget_old()
    delivery = Delivery(person=by, name=name, language=language)
    delivery.path.parent.mkdir(parents=True, mode=0o700)
    with delivery.path.open("xb") as sink:
        for chunk in file.chunks():
            sink.write(chunk)
    try:
        confirm(delivery.path)
    except ImportProblem as problem:
        shutil.rmtree(delivery.folder)
        raise Refusal("FILE_MISMATCH", problem.message, "file") from None
    delivery.save(force_insert=True)
    return delivery


def try_out(
    *,
    delivery: Delivery,
    by: User,
    mapping_name: str,
    mapping: str,
    language: str,
    without: Collection[int] = (),
) -> None:
    """Have the delivery tried with this mapping, changing nothing.

    `mapping` is TOML; empty: that of the name. `without` are entries to be left
    out. Raises BAD_MAPPING at the field "mapping".
    """
    _permit(by)
    text = adjusting.without(mapping.strip() or text_of(delivery, mapping_name), without)
    wanted = _checked(text, mapping_name)
    if not delivery.may_be_tried:
        raise Refusal("NOT_READY", _("This delivery cannot be tried now."))
    _refuse_too_many(by)
    _begin(
        delivery,
        DeliveryState.TRYING,
        mapping=text,
        mapping_name=mapping_name,
        language=language,
        steps_total=STEPS_OF_AN_ENTRY * len(wanted.entries) + 1,
    )


def adjusted(*, delivery: Delivery, mapping: str, said: assigning.Said) -> str:
    """The mapping with what was chosen in its table. Raises BAD_MAPPING at the field "mapping"."""
    try:
        return assigning.assigned(mapping, said, delivery.layers)
    except ImportProblem as problem:
        raise Refusal("BAD_MAPPING", str(problem), "mapping") from None


def keep_mapping(*, delivery: Delivery, by: User, mapping_name: str, mapping: str) -> None:
    """Keep the mapping with the delivery; it has to be tried before it can be imported.

    Raises BAD_MAPPING at the field "mapping".
    """
    _permit(by)
    _checked(mapping, mapping_name)
    if not delivery.may_be_tried:
        raise Refusal("NOT_READY", _("This delivery cannot be tried now."))
    same = Delivery.objects.filter(pk=delivery.pk, state=delivery.state)
    kept = same.update(
        state=DeliveryState.READ, mapping=mapping, mapping_name=mapping_name, problem=""
    )
    if not kept:
        raise Refusal("NOT_READY", _("This delivery is worked on already."))


def import_tried(*, delivery: Delivery, by: User, language: str) -> None:
    """Have imported what was tried, with the same mapping."""
    _permit(by)
    if delivery.state != DeliveryState.TRIED:
        raise Refusal("NOT_READY", _("Try the delivery first."))
    _refuse_too_many(by)
    _begin(delivery, DeliveryState.IMPORTING, language=language)


def cancel(*, delivery: Delivery, by: User) -> bool:
    """Stop what runs; nothing of it stays. False where it was over already."""
    _permit(by)
    running = Delivery.objects.filter(pk=delivery.pk, state__in=RUNNING)
    return bool(running.update(state=DeliveryState.CANCELLED))


def take_back(*, delivery: Delivery, by: User) -> None:
    """Take back all that was imported, so that it can be tried anew.

    Raises what `assets.services.take_back` refuses, and NOT_READY where there is nothing.
    """
    _permit(by)
    change = (delivery.result or {}).get("change")
    if delivery.state != DeliveryState.IMPORTED or change is None:
        raise Refusal("NOT_READY", _("There is nothing to take back."))
    with transaction.atomic():
        take_change_back(change=change, by=by, reason=f"{TAKEN_BACK} {delivery.name}")
        Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.READ, result=None)


def forget(*, delivery: Delivery, by: User) -> None:
    """Delete file and reports; what was imported stays."""
    _permit(by)
    if delivery.is_running:
        raise Refusal("NOT_READY", _("Cancel it first."))
    shutil.rmtree(delivery.folder, ignore_errors=True)
    delivery.delete()


def forget_old() -> None:
    """Delete deliveries that are over a week old, with their files."""
    for delivery in Delivery.objects.filter(created_at__lt=timezone.now() - KEPT):
        shutil.rmtree(delivery.folder, ignore_errors=True)
        delivery.delete()


def text_of(delivery: Delivery, name: str) -> str:
    """The mapping of this name as nobody adjusted it: the draft, one that was kept, or shipped."""
    if name == DRAFT:
        return delivery.draft
    if (kept := kept_mapping.text_of(name, delivery.layers)) is not None:
        return kept
    try:
        return shipped_text(delivery, name)
    except ImportProblem as problem:
        raise Refusal("BAD_MAPPING", str(problem), "mapping") from None


def shipped_text(delivery: Delivery, name: str) -> str:
    """A shipped mapping, its layers named as this delivery has them. Raises ImportProblem."""
    text = shipped.text_of(name)
    mapping = parsed(text, name, registered())
    return adjusting.naming_layers(text, mapping, delivery.layers)


def _checked(text: str, name: str) -> Mapping:
    try:
        return parsed(text, name, registered())
    except ImportProblem as problem:
        raise Refusal("BAD_MAPPING", str(problem), "mapping") from None


def _permit(by: User) -> None:
    if not may_import(by):
        raise NotPermitted


def _refuse_too_many(by: User) -> None:
    running = Delivery.objects.filter(state__in=RUNNING, alive_at__gt=timezone.now() - BREATH)
    if running.count() >= MOST_AT_ONCE or running.filter(person=by).exists():
        message = _("Other imports are still running. Please try again in a moment.")
        raise Refusal("TOO_MANY_IMPORTS", message)


def _begin(delivery: Delivery, state: DeliveryState, **facts: Any) -> None:
    """Two clicks begin it once."""
    gone = Q(state__in=RUNNING, alive_at__lte=timezone.now() - BREATH)
    rows = Delivery.objects.filter(Q(state=delivery.state) & (~Q(state__in=RUNNING) | gone))
    begun = rows.filter(pk=delivery.pk).update(
        state=state,
        problem="",
        step="",
        steps_done=0,
        alive_at=timezone.now(),
        **facts,
    )
    if not begun:
        raise Refusal("NOT_READY", _("This delivery is worked on already."))
    delivery.refresh_from_db()
