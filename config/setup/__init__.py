"""Prepares, starts and stops everything one checkout needs.

Modules import third-party packages inside functions only: set-up begins before .venv exists.
"""
