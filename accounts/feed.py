"""What of this room can be followed in the change feed."""

from accounts.models import ApiClient, ApiSecret, Grant, Membership, Organisation
from history.feed import Followed, follow, keep_inside
from history.feed.registry import Viewer, Was


def _own(viewer: Viewer, pk: int, _was: Was) -> bool:
    return pk in viewer.organisation_ids


def declare() -> None:
    follow(Followed("Organisation", Organisation, "pk", was_visible=_own))
    keep_inside("Who may do what is nobody else's business.", ApiClient, ApiSecret, Membership)
    keep_inside("Told by what it opens.", Grant)
