from accounts.models.bookmark import Bookmark
from accounts.models.client import ApiClient, ApiSecret
from accounts.models.grant import Grant
from accounts.models.look import Look
from accounts.models.membership import Membership
from accounts.models.organisation import Organisation
from accounts.models.session import Session
from accounts.models.token import ApiToken
from accounts.models.user import User

__all__ = [
    "ApiClient",
    "ApiSecret",
    "ApiToken",
    "Bookmark",
    "Grant",
    "Look",
    "Membership",
    "Organisation",
    "Session",
    "User",
]
