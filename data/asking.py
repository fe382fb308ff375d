"""How often somebody may be asked: what the figures and the forms go by alike."""

from __future__ import annotations

__all__ = ["LOAD_DAYS", "LOAD_LIMIT"]

LOAD_DAYS = 30
LOAD_LIMIT = 2
"""Requests per contact in ``LOAD_DAYS`` days when the contact has no limit of their own."""
