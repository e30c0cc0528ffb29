"""Postings of ambassadors to provinces, and what they do there."""

from gagyo.ambassadors.models.activities import Activity, ActivityFile
from gagyo.ambassadors.models.postings import Posting

__all__ = ["Activity", "ActivityFile", "Posting"]
