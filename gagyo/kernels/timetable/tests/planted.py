"""
Full rounds with a hidden timetable without breaks.

Each table has a row of participants on either side, one after the other with 5 to 11 meetings each, from one of the
first slots to one of the last; in each slot those of one side meet those of the other by chance, no two twice. So
hardly a table stays free, and a timetable without breaks exists, which nothing in the problem tells. One meeting in ten
is bound to its half of the day, about one participant in three has a forbidden slot.
"""

import random

from gagyo.kernels.timetable.problem import Block, Meeting, Participant, Problem

FEWEST, MOST = 5, 11


def planted(*, tables: int, slots: int, seed: int = 1) -> Problem:
    """Make a round whose timetable is then forgotten. tables: 20 or more, or all would have met before long"""
    chance = random.Random(seed)
    hours = [(chance.choice((0, 0, 0, 0, 1, 2)), slots - chance.choice((0, 0, 0, 0, 1, 2))) for _ in range(tables)]
    sides = [_side(name, hours, slots, chance) for name in "ab"]
    met: dict[tuple[str, str], int] = {}
    for slot in range(slots):
        ones, others = ([row[slot] for row in side if row[slot]] for side in sides)
        for pair in _pairs(ones, others, met, chance):
            met[pair] = slot
    half = slots // 2
    meetings = tuple(
        Meeting("-".join(pair), pair, frozenset({"one" if slot < half else "two"} if chance.random() < 0.1 else ()))
        for pair, slot in sorted(met.items(), key=lambda _: chance.random())
    )
    busy: dict[str, set[int]] = {}
    for pair, slot in met.items():
        for key in pair:
            busy.setdefault(key, set()).add(slot)
    people = tuple(
        Participant(
            key, frozenset(chance.sample(sorted(set(range(slots)) - theirs), 1 if chance.random() < 0.3 else 0))
        )
        for key, theirs in sorted(busy.items())
    )
    return Problem((Block("one", half), Block("two", slots - half, continues=True)), people, meetings, tables=tables)


def _side(name: str, hours: list[tuple[int, int]], slots: int, chance: random.Random) -> list[list[str]]:
    """Return who is at each table in each slot; nobody where it says ""."""
    rows = []
    number = 0
    for first, end in hours:
        row = [""] * slots
        at = first
        while at < end:
            left = end - at
            long = [one for one in range(FEWEST, MOST + 1) if one == left or left - one >= FEWEST]
            spent = chance.choice(long)
            row[at : at + spent] = [f"{name}{number}"] * spent
            at, number = at + spent, number + 1
        rows.append(row)
    return rows


def _pairs(
    ones: list[str], others: list[str], met: dict[tuple[str, str], int], chance: random.Random
) -> list[tuple[str, str]]:
    """Pair two lists of equal length by chance, nobody with whom it has met: who has changes partners with somebody."""
    chance.shuffle(others)
    at = 0
    while at < len(ones):
        if (ones[at], others[at]) in met:
            other = chance.randrange(len(ones))
            others[at], others[other] = others[other], others[at]
            at = min(at, other)
        else:
            at += 1
    return list(zip(ones, others, strict=True))
