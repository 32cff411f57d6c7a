"""What can be edited on the map: one form for each use case, which calls its service."""

from assets.edits import (
    beside,
    document,
    duct,
    duct_cut,
    gateway,
    many,
    path,
    restore,
    segment,
    segment_draw,
    segment_split,
    site,
    take_back,
)


def register() -> None:
    """In the order in which panels offer them: what deletes comes last."""
    site.register()
    segment_draw.register()
    segment.register()
    segment_split.register()
    segment.register_rest()
    gateway.register()
    path.register()
    beside.register()
    duct.register()
    duct_cut.register()
    duct.register_rest()
    document.register()
    restore.register()
    many.register()
    take_back.register()
