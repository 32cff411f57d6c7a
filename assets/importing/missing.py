"""Objects that earlier deliveries of the same source named and this one does not."""

import re
from collections.abc import Callable

from gis.importing.context import Context
from gis.importing.findings import Finding

PIECE = re.compile(r"(/\d+)?(~\d+)?$")
MADE = "#"


def report_missing(table: str) -> Callable[[Context, set[str]], None]:
    """Report what is here from this source but was not delivered; nothing is removed.

    A line that now comes in other pieces shows up here too: its former pieces are named no more.
    """

    def finish(context: Context, delivered: set[str]) -> None:
        context.cursor.execute(
            f"SELECT source_id FROM {table} WHERE source_system = %s AND life_cycle <> 'removed'"
            " ORDER BY source_id",
            [context.source_system],
        )
        for (source_id,) in context.cursor.fetchall():
            named = source_id in delivered or PIECE.sub("", source_id) in delivered
            if not named and MADE not in source_id:
                context.say(Finding("not_delivered", source_id=source_id))

    return finish
