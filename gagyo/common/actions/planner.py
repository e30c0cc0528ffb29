"""What the database knows of its own tables: which index to begin at, it guesses from counts that it must renew."""

from django.db import connection, transaction

SQLITE_ROWS_PER_INDEX = 1000


def renew_planner_counts() -> None:
    """
    Let the database count its tables anew; a few tenths of a second, and other readers and writers go on.

    SQLite reads at most SQLITE_ROWS_PER_INDEX rows of each index, as its documentation advises.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit={SQLITE_ROWS_PER_INDEX}")
        cursor.execute("ANALYZE")


def renew_planner_counts_after() -> None:
    """Do so once this transaction has filled its tables; a failure there takes nothing back."""
    transaction.on_commit(renew_planner_counts, robust=True)
