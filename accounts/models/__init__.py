from accounts.models.client import ApiClient, ApiToken
from accounts.models.grant import Grant
from accounts.models.membership import Membership
from accounts.models.organisation import Organisation
from accounts.models.user import User

__all__ = ["ApiClient", "ApiToken", "Grant", "Membership", "Organisation", "User"]
