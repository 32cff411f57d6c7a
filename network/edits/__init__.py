"""Edits on the map that must know what is free: pulling cables."""

from network.edits import cable, room


def register() -> None:
    cable.register()
    room.register()
