"""Which records may be the same thing entered twice, and why."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

EARTH_KM: Final = 6371.0088
# A key shared by more records than this tells nothing: a switchboard, a common name.
SHARED_BY_MANY: Final = 8


@dataclass(frozen=True)
class Record:
    """
    What is compared of one record.

    keys: reason -> values; two records are alike for a reason if they share one of its values
    apart: what must not differ where both have it: country, province
    position: latitude and longitude in degrees
    """

    pk: int
    keys: dict[str, frozenset[str]]
    apart: tuple[str, ...] = ()
    position: tuple[float, float] | None = None


@dataclass(frozen=True)
class Pair:
    """Two records that may be one, with the reasons, and their distance in km where both have a position."""

    first: int
    second: int
    reasons: tuple[str, ...] = field(default=())
    distance_km: float | None = None


def distance_km(first: tuple[float, float], second: tuple[float, float]) -> float:
    """
    Return the great-circle distance between two positions in degrees.

    Source: R. W. Sinnott, "Virtues of the Haversine", Sky & Telescope 68(2), 1984.
    """
    (lat1, lon1), (lat2, lon2) = ((math.radians(a), math.radians(b)) for a, b in (first, second))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def likely_pairs(*, records: Iterable[Record], within_km: float = math.inf) -> list[Pair]:
    """
    Return the pairs that share a key, most reasons first.

    within_km: two that both have a position and lie further apart are different
    """
    by_pk = {record.pk: record for record in records}
    shared: dict[tuple[str, str], list[int]] = defaultdict(list)
    for record in by_pk.values():
        for reason, values in record.keys.items():
            for value in values:
                shared[reason, value].append(record.pk)
    reasons: dict[tuple[int, int], set[str]] = defaultdict(set)
    for (reason, _value), pks in shared.items():
        if 1 < len(pks) <= SHARED_BY_MANY:
            for pair in combinations(sorted(pks), 2):
                reasons[pair].add(reason)
    pairs = [_pair(by_pk[first], by_pk[second], found) for (first, second), found in reasons.items()]
    kept = [pair for pair in pairs if pair is not None and (pair.distance_km or 0) <= within_km]
    return sorted(kept, key=lambda pair: (-len(pair.reasons), pair.first, pair.second))


def _pair(first: Record, second: Record, reasons: set[str]) -> Pair | None:
    if any(a and b and a != b for a, b in zip(first.apart, second.apart, strict=False)):
        return None
    distance = distance_km(first.position, second.position) if first.position and second.position else None
    return Pair(first.pk, second.pk, tuple(sorted(reasons)), None if distance is None else round(distance, 1))
