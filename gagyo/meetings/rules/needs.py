"""What participants need at the table: words that name what tables have, or equipment of the round."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Needed:
    """features: of a table; equipment: keys; unknown: words that neither a table nor the equipment has"""

    features: frozenset[str] = frozenset()
    equipment: frozenset[int] = frozenset()
    unknown: tuple[str, ...] = ()


def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a list with commas, each once, in small letters: "Screen, quiet" has two."""
    parts = (" ".join(part.split()).casefold() for part in re.split(r"[,;/·、\n]", text))
    return tuple(dict.fromkeys(part for part in parts if part))


def needed_by(text: str, *, features: Collection[str], equipment: Mapping[str, int]) -> Needed:
    """
    Return what a participant's words ask for.

    features: all that some table has; equipment: keys by name, in small letters
    """
    words = words_in(text)
    return Needed(
        frozenset(word for word in words if word in features),
        frozenset(equipment[word] for word in words if word in equipment),
        tuple(word for word in words if word not in features and word not in equipment),
    )
