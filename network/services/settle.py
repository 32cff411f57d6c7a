"""Let the database finish what it puts off to the end of a transaction, now."""

from django.db import connection

from gis.statistics import count_what_was_filled


def settle() -> None:
    """Run the deferred checks and derive the ledger's lines, inside the open transaction.

    Raises the database's refusal here, where the caller can word it, instead of at commit.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def settle_bulk() -> None:
    """`settle` after thousands of rows were copied in."""
    count_what_was_filled()
    settle()
