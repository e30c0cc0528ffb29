"""Finding a place by what somebody types, however it is spelt.

The index is a table, one row a name, made of what `search_form` returns: `folded`, `initials` and `skeleton`
are asked for by equality or by prefix (an ordinary index on each), and the few hundred rows found are put in
order here. Nothing is kept in memory.

To ask for a prefix: on SQLite `folded >= p AND folded < p || char(0x10FFFF)`, since its LIKE uses no index; on
PostgreSQL LIKE with an index of varchar_pattern_ops, since its order follows the language. `bench/place_search.py`
shows all questions, each limited to the 300 most populous rows: keep `population` in the same row.
"""

import enum
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from gagyo.kernels.text.folding import fold, fold_place, without_place_suffix
from gagyo.kernels.text.hangul import has_hangul, initial_consonants, is_initial_consonants
from gagyo.kernels.text.sounds import near_skeletons, skeleton_of, sound_of

# Below this likeness (0 to 1) a name is another name.
LEAST_LIKENESS: Final = 0.7
# A skeleton this short is shared by too many names to be asked for with a slip in it.
SHORTEST_WITH_SLIP: Final = 3


class Reason(enum.StrEnum):
    EXACT = "exact"
    PREFIX = "prefix"
    INITIALS = "initials"
    SPELLING = "spelling"
    SOUND = "sound"
    ALTERNATE = "alternate"


class SearchForm(NamedTuple):
    """What is stored beside a name. `initials` is empty without Hangul, `sound` for other scripts."""

    folded: str
    initials: str
    sound: str
    skeleton: str


class Candidate(NamedTuple):
    """One row of the table: a name of a place, with its stored form."""

    place: int
    name: str
    is_main: bool
    population: int
    folded: str
    initials: str
    sound: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A place found, with the name that matched, a score of 0 to 100 and why."""

    place: int
    score: float
    matched_name: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class PlaceQuery:
    """
    What to ask the table for; a field is empty where there is nothing to ask.

    folded_prefix, initials_prefix: the column starts with it (and the folded column may equal it).
    skeletons: the skeleton column is one of these: the name sounds alike.
    skeleton_prefix: the skeleton column starts with it: the beginning of a name that sounds alike.
    near_skeletons: ask only if the others found too little: one consonant slipped.
    """

    text: str
    folded_prefix: str
    initials_prefix: str
    skeletons: frozenset[str]
    skeleton_prefix: str
    near_skeletons: frozenset[str]
    sounds: tuple[str, ...]


def search_form(name: str) -> SearchForm:
    """Return what to store beside a name, so that it can be found."""
    initials = initial_consonants(without_place_suffix(name)) if has_hangul(name) else ""
    sound = sound_of(name)
    return SearchForm(fold_place(name), initials, sound, skeleton_of(sound))


def read_query(text: str) -> PlaceQuery:
    """Return what to ask the table for when somebody has typed the text."""
    typed = fold(text)
    if is_initial_consonants(typed):
        return PlaceQuery(text, fold_place(text), typed, frozenset(), "", frozenset(), ())
    sounds = _sounds(text)
    skeletons = frozenset(skeleton_of(sound) for sound in sounds) - {""}
    longest = max(skeletons, key=len, default="")
    with_slip = [near_skeletons(each) for each in skeletons if len(each) >= SHORTEST_WITH_SLIP]
    return PlaceQuery(
        text=text,
        folded_prefix=fold_place(text),
        initials_prefix="",
        skeletons=skeletons,
        skeleton_prefix=longest if len(longest) >= SHORTEST_WITH_SLIP else "",
        near_skeletons=frozenset().union(*with_slip) - skeletons,
        sounds=sounds,
    )


def _sounds(text: str) -> tuple[str, ...]:
    """Return the readings of a text: ㅎ is also how Korean writes a Japanese f and a Russian kh."""
    sound = sound_of(text)
    if sound.startswith("h") and has_hangul(text):
        return sound, "p" + sound[1:], "k" + sound[1:]
    return (sound,) if sound else ()


def rank(*, query: PlaceQuery, candidates: Iterable[Candidate], limit: int = 10) -> tuple[Hit, ...]:
    """
    Return the best hit of each place, best first; the more people live there, the earlier among equals.

    candidates: rows in any order, a row may come twice.
    limit: the most hits to return, at least 1
    """
    best: dict[int, tuple[float, int, Hit]] = {}
    for candidate in candidates:
        hit = _hit(query, candidate)
        if hit is None:
            continue
        known = best.get(hit.place)
        if known is None or _comes_first(hit, known[2]):
            best[hit.place] = (-hit.score, -candidate.population, hit)
    ordered = sorted(best.values(), key=lambda each: (each[0], each[1], each[2].place))
    return tuple(hit for _, _, hit in ordered[:limit])


def _comes_first(hit: Hit, known: Hit) -> bool:
    return (hit.score, known.matched_name) > (known.score, hit.matched_name)


def _hit(query: PlaceQuery, candidate: Candidate) -> Hit | None:
    """
    Return how well one name fits. 100 to 95 is the name itself, 93 to 90 its beginning, 88 its initials;
    what is only like it has at most 87.
    """
    wanted, folded = query.folded_prefix, candidate.folded
    if not wanted:
        return None
    if folded == wanted:
        score = 100.0 if fold(candidate.name) == fold(query.text) else 97.0
        if candidate.is_main:
            return Hit(candidate.place, score, candidate.name, Reason.EXACT)
        return Hit(candidate.place, score - 2, candidate.name, Reason.ALTERNATE)
    if folded.startswith(wanted):
        reason = Reason.PREFIX if candidate.is_main else Reason.ALTERNATE
        return Hit(candidate.place, 93.0 if candidate.is_main else 90.0, candidate.name, reason)
    if query.initials_prefix:
        if not candidate.initials.startswith(query.initials_prefix):
            return None
        whole = candidate.initials == query.initials_prefix
        return Hit(candidate.place, 89.0 if whole else 88.0, candidate.name, Reason.INITIALS)
    return _alike(query, candidate)


def _alike(query: PlaceQuery, candidate: Candidate) -> Hit | None:
    spelling = OSA.normalized_similarity(query.folded_prefix, candidate.folded)
    sound, beginning = 0.0, 0.0
    for each in query.sounds:
        sound = max(sound, fuzz.ratio(each, candidate.sound) / 100)
        if len(each) >= SHORTEST_WITH_SLIP:
            beginning = max(beginning, fuzz.ratio(each, candidate.sound[: len(each)]) / 100)
    likeness = max(spelling, 0.95 * sound, 0.85 * beginning)
    if likeness < LEAST_LIKENESS:
        return None
    same_script = has_hangul(query.text) == has_hangul(candidate.name)
    reason = Reason.SPELLING if same_script and spelling >= LEAST_LIKENESS else Reason.SOUND
    # A large city is meant more often than a village: worth up to 4 points among names merely alike.
    known = min(4.0, math.log10(candidate.population + 1) * 0.55)
    score = 83 * likeness + known - (0 if candidate.is_main else 1)
    return Hit(candidate.place, round(score, 1), candidate.name, reason)
