"""Postings of ambassadors to provinces."""

from gagyo.ambassadors.models.postings import Posting

__all__ = ["Posting"]
