"""What stands in the way of removing something: found along every foreign key that refers to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import reduce
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from assets.hooks import Dependence, Obstacle, registry
from gis.refusals import Refusal

SHOWN = 20

Besides = Mapping[type[Model], Collection[int]]
"""Ids of rows, by their model."""


def to_removal(
    instances: Iterable[Model], *, delete: bool, besides: Besides | None = None
) -> list[Model]:
    """The objects, as people know them, that refer to any of the instances.

    With `delete` every reference counts, otherwise only from what is in use. References among the
    instances themselves do not count, nor those from rows that go `besides`.
    """
    going = list(instances)
    own = {(type(one), one.pk) for one in going}
    found = {}
    for model in dict.fromkeys(type(one) for one in going):
        same = model._base_manager.filter(pk__in=[one.pk for one in going if type(one) is model])
        for obstacle in _dependants(same, delete, besides or {}):
            found[(type(obstacle), obstacle.pk)] = obstacle
    return [obstacle for key, obstacle in found.items() if key not in own]


def refuse_if_any(obstacles: list[Model], by: User | None) -> None:
    """Refuse a removal with the list of what stands in its way, as far as the person may see it."""
    if obstacles:
        refuse(_("Something else depends on it: %(list)s."), *shown_to(by, obstacles))


def refuse(
    sentence: str, listed: list[Obstacle], hidden: int = 0, field: str | None = None
) -> None:
    """Refuse with a sentence that takes the `list`; `obstacles` in the details has them all."""
    words = in_words(listed[:SHOWN], hidden + len(listed[SHOWN:]))
    raise Refusal(
        "IN_THE_WAY",
        sentence % {"list": ", ".join(words)},
        field,
        obstacles=[obstacle.as_json() for obstacle in listed],
        hidden=hidden,
    )


def in_words(listed: list[Obstacle], more: int) -> list[str]:
    """Each obstacle by kind and label, and how many more there are."""
    words = [f"{obstacle.kind} {obstacle.label}" for obstacle in listed]
    if more:
        words.append(ngettext("%(n)d more", "%(n)d more", more) % {"n": more})
    return words


def described(instance: Model) -> Obstacle:
    """An object as an obstacle: its kind in the reader's language, its code, its label."""
    kind = str(instance._meta.verbose_name)
    return Obstacle(kind, str(getattr(instance, "code", instance.pk)), str(instance))


def _dependants(rows: QuerySet[Any], delete: bool, besides: Besides) -> Iterator[Model]:
    for name, meaning in registry.dependences.items():
        app, model_name, field = name.split(".")
        model = apps.get_model(app, model_name)
        if model._meta.get_field(field).related_model is not rows.model:
            continue
        referring = model._base_manager.filter(**{f"{field}__in": rows})
        if model in besides:
            referring = referring.exclude(pk__in=besides[model])
        if meaning.part:
            yield from _dependants(referring, delete, besides)
        else:
            counts = meaning.kept if delete else meaning.in_use
            yield from _known_as(referring.filter(counts()), meaning)


def _known_as(rows: QuerySet[Any], meaning: Dependence) -> Iterator[Model]:
    if not meaning.shown_as:
        yield from rows
        return
    for row in rows.select_related(meaning.shown_as):
        yield reduce(getattr, meaning.shown_as.split("__"), row)


def shown_to(by: User | None, obstacles: list[Model]) -> tuple[list[Obstacle], int]:
    """The obstacles that the person may see, and how many others there are."""
    seen = [
        one for model in dict.fromkeys(map(type, obstacles)) for one in _seen(model, obstacles, by)
    ]
    return [described(one) for one in seen], len(obstacles) - len(seen)


def _seen(model: type[Model], obstacles: list[Model], by: User | None) -> Iterable[Model]:
    own = [one for one in obstacles if type(one) is model]
    manager = model._default_manager
    if by is None or not hasattr(manager, "visible_to"):
        return own
    seen = set(
        manager.visible_to(by).filter(pk__in=[one.pk for one in own]).values_list("pk", flat=True)
    )
    return [one for one in own if one.pk in seen]
