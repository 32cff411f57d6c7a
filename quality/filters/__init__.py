from quality.filters.finding import FindingFilter

__all__ = ["FindingFilter"]
