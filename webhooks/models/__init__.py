from webhooks.models.message import Attempt, Message, MessageState
from webhooks.models.subscription import Subscription

__all__ = ["Attempt", "Message", "MessageState", "Subscription"]
