from quality.models.check import CheckQueue, CheckRun
from quality.models.finding import Finding, FindingState

__all__ = ["CheckQueue", "CheckRun", "Finding", "FindingState"]
