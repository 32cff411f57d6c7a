"""The name a file came with: kept to show and to send it back, never used to store it."""

import unicodedata
from pathlib import PurePosixPath

from django.utils.translation import gettext_lazy as _

from gis.refusals import Refusal

LONGEST = 150
LONGEST_BYTES = 240
"""What file systems take, with room for an ending."""


def checked(name: str, field: str) -> str:
    """The name, in one spelling. Raises Refusal FILE_NAME for one that plays a trick.

    Control characters include those that turn the direction of writing, with which
    "plan_fdp.exe" can be shown as "plan_exe.pdf".
    """
    name = unicodedata.normalize("NFC", name).strip(" ")
    if not name.strip("."):
        raise Refusal("FILE_NAME", _("The file has no name."), field)
    if len(name) > LONGEST or len(name.encode()) > LONGEST_BYTES:
        message = _("The name of the file is too long; at most %(most)d characters are accepted.")
        raise Refusal("FILE_NAME", message % {"most": LONGEST}, field)
    if any(unicodedata.category(character).startswith("C") for character in name):
        raise Refusal("FILE_NAME", _("The name of the file holds control characters."), field)
    if "/" in name or "\\" in name:
        raise Refusal("FILE_NAME", _("The name of the file holds a path."), field)
    return name


def ending_of(name: str) -> str:
    """The last ending, in lower case: of "plan.pdf.exe" it is ".exe"."""
    return PurePosixPath(name).suffix.lower()
