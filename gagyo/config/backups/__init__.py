"""
Backups in one format of our own: a ZIP with each table as lines of JSON, the attachments, and a manifest.

The format knows no engine, so what was backed up from SQLite can be restored into PostgreSQL, and the other way.
"""

from gagyo.config.backups.archive import UnableToReadBackup
from gagyo.config.backups.read import UnableToRestore, restore_backup
from gagyo.config.backups.write import NothingToBackUp, write_backup

__all__ = ["NothingToBackUp", "UnableToReadBackup", "UnableToRestore", "restore_backup", "write_backup"]
