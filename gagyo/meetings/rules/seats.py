"""Whether all sit down: tables have seats, and two delegations together as many persons."""

from collections.abc import Collection

# Stands among the features of a table, where no word that somebody writes begins so.
MARK = "≥"


def marks_of(seats: int, *, fewest: int) -> frozenset[str]:
    """Return what a table offers beyond the smallest: a mark for each number of persons. fewest: its seats"""
    return frozenset(f"{MARK}{number}" for number in range(fewest + 1, seats + 1))


def mark_needed(persons: int, tables: Collection[int]) -> frozenset[str]:
    """
    Return what the table of so many persons must offer; nothing where all do.

    Where none has so many seats it must be the largest: a meeting in a crowd is better than none.
    tables: the seats of each
    """
    if not tables or persons <= min(tables):
        return frozenset()
    return frozenset({f"{MARK}{min(persons, max(tables))}"})


def words_of(features: Collection[str]) -> list[str]:
    """Return what somebody wrote among features, in order."""
    return sorted(each for each in features if not each.startswith(MARK))
