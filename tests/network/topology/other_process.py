"""A second process that answers questions about the same database; started by a test."""

from multiprocessing.connection import Connection


def answer(pipe: Connection, database: str) -> None:
    """Send the ids of all ducts of the topology for every "ask", until told to end."""
    import django

    django.setup()
    from django.db import connection

    from network.topology import current_topology

    connection.settings_dict["NAME"] = database
    while pipe.recv() == "ask":
        pipe.send(sorted(current_topology().group_of_duct))
    connection.close()
