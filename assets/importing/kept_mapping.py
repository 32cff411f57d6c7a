"""Mappings kept under a name, as they fit the delivery at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assets.importing import adjusting, preview
from assets.models import KeptMapping
from gis.importing.mapping import parsed
from gis.importing.problems import ImportProblem
from gis.importing.targets import registered


def text_of(name: str, layers: Sequence[preview.Layer]) -> str | None:
    """The mapping kept under this name, its layers named as the delivery has them."""
    kept = KeptMapping.objects.filter(name__iexact=name).first()
    return None if kept is None else _for_layers(kept, layers)


def fitting(layers: Sequence[preview.Layer]) -> Iterator[tuple[str, bool]]:
    """Every kept mapping by its name, and whether it fits the delivery."""
    for kept in KeptMapping.objects.all():
        try:
            mapping = parsed(_for_layers(kept, layers), kept.name, registered())
        except ImportProblem:
            # A release may have taken a field away since it was kept: trying it says which.
            yield kept.name, False
        else:
            yield kept.name, preview.fits(mapping, layers)


def _for_layers(kept: KeptMapping, layers: Sequence[preview.Layer]) -> str:
    try:
        mapping = parsed(kept.text, kept.name, registered())
    except ImportProblem:
        return kept.text
    text = adjusting.finding_layers(kept.text, mapping, layers)
    return adjusting.naming_layers(text, mapping, layers)
