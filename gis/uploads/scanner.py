"""The virus scanner of the house, where one is set: no file is taken that it has not seen.

UPLOAD_SCANNER is `clamd://host:port`, `clamd:///path/of/the/socket`, or the dotted path of a
function that takes an open file and returns the name of what it found, or None. Whatever it raises
refuses the file.
"""

from __future__ import annotations

import logging
from typing import BinaryIO

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gis.refusals import Refusal
from gis.uploads import clamd

log = logging.getLogger(__name__)


def scan(file: BinaryIO, field: str) -> None:
    """Raises Refusal FILE_INFECTED, or FILE_NOT_SCANNED where the scanner does not answer."""
    if not settings.UPLOAD_SCANNER:
        return
    file.seek(0)
    try:
        found = _ask(settings.UPLOAD_SCANNER, file)
    except Exception:
        log.exception("the virus scanner does not answer")
        message = _("The file cannot be checked for viruses right now. Please try again later.")
        raise Refusal("FILE_NOT_SCANNED", message, field) from None
    finally:
        file.seek(0)
    if found:
        log.warning("the virus scanner found %s in an upload", found)
        message = _("The virus scanner refuses the file: %(found)s.")
        raise Refusal("FILE_INFECTED", message % {"found": found}, field)


def _ask(scanner: str, file: BinaryIO) -> str | None:
    if scanner.startswith(clamd.SCHEME):
        return clamd.scan(scanner, file)
    return import_string(scanner)(file)
