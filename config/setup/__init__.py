"""Prepares, starts and stops everything one checkout needs. Uses the standard library only: it runs before .venv exists."""
