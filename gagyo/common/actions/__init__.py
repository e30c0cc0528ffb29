"""Writes that every app makes: the audit record, the data version, and what the database knows of its tables."""

from gagyo.common.actions.planner import renew_planner_counts, renew_planner_counts_after
from gagyo.common.actions.record import Entry, record, record_many, record_reading, values_of
from gagyo.common.actions.save import SavedMeanwhileError, archive, restore, save_version

__all__ = [
    "Entry",
    "SavedMeanwhileError",
    "archive",
    "record",
    "record_many",
    "record_reading",
    "renew_planner_counts",
    "renew_planner_counts_after",
    "restore",
    "save_version",
    "values_of",
]
