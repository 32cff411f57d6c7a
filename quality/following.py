"""After each edit of the plant, its objects are checked as soon as it is committed."""

from django.db import connection, transaction

from assets.hooks import Edited, takes_part
from quality.services.queue import check_saved


@takes_part(Edited)
def check_afterwards(_event: Edited) -> None:
    """Once for a transaction, however many edits it holds. A failure is logged, the edit stays."""
    if all(function is not check_saved for _ids, function, _robust in connection.run_on_commit):
        transaction.on_commit(check_saved, robust=True)
