"""Writes that every app makes: the audit record and the data version."""

from gagyo.common.actions.record import Entry, record, record_many, record_reading, values_of
from gagyo.common.actions.save import SavedMeanwhileError, archive, restore, save_version

__all__ = [
    "Entry",
    "SavedMeanwhileError",
    "archive",
    "record",
    "record_many",
    "record_reading",
    "restore",
    "save_version",
    "values_of",
]
