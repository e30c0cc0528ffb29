"""What somebody types into a search, as words."""

from typing import Final

MOST_WORDS: Final = 6
MOST_LETTERS: Final = 200


def words_of(text: str) -> list[str]:
    """
    Return the words to look for: only the first ones, as each is a condition of its own and a database takes so many.

    PostgreSQL takes no NUL in a text.
    """
    return text.replace("\x00", " ")[:MOST_LETTERS].split()[:MOST_WORDS]
