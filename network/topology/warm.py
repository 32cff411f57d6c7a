"""Reads the topology in the background, so that the first question need not wait for it."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, connection

from network.topology.current import current_topology

log = logging.getLogger(__name__)


def warm() -> threading.Thread:
    """Start reading; the thread ends by itself. A question that comes meanwhile waits for it."""
    thread = threading.Thread(target=_read, name="topology", daemon=True)
    thread.start()
    return thread


def _read() -> None:
    try:
        current_topology()
    except DatabaseError:
        # The database may still be starting; the first question reads the network instead.
        log.warning("The network could not be read in advance.", exc_info=True)
    finally:
        connection.close()
