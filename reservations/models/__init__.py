from reservations.models.claim import LIVE_STATES, Claim, ClaimState

__all__ = ["LIVE_STATES", "Claim", "ClaimState"]
