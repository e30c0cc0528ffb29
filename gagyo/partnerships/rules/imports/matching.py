"""Which government a name in a file means: with a confidence, a reason, and the others that it may mean."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol, TypeVar

from rapidfuzz import fuzz, process

from gagyo.kernels.text.folding import fold, fold_place
from gagyo.kernels.text.place_search import Candidate as Named
from gagyo.kernels.text.place_search import Reason, rank, read_query, search_form
from gagyo.kernels.text.sounds import sound_of
from gagyo.partnerships.rules.imports.reading import NameUse
from gagyo.registry.choices import LOCAL_GOVERNMENTS

# From here on nobody is asked, if nothing else fits as well.
CERTAIN: Final = 95
LEAST: Final = 60
MOST_SHOWN: Final = 6
# How sure a name is that is exactly the body's own, one of its other names, or its own without 시 or City.
SAME, OTHER_NAME, WITH_PARENT, WITHOUT_SUFFIX, OF_SEVERAL = 100, 98, 99, 96, 90

Why = Literal["same", "other_name", "with_parent", "without_suffix", "own", "code", "beginning", "spelling", "sound"]


class Sure(Protocol):
    """What has a confidence."""

    @property
    def confidence(self) -> int:
        """0 to 100."""


C = TypeVar("C", bound=Sure)


@dataclass(frozen=True, slots=True)
class BodyFact:
    """A body as matching needs it. names: its own first; parent_names: of the body that it is part of."""

    id: int
    names: tuple[str, ...]
    other_names: tuple[str, ...]
    parent_names: tuple[str, ...]
    country: str
    kind: str
    code: str = ""
    office_id: int | None = None
    place_id: int | None = None

    @property
    def is_home(self) -> bool:
        """Tell whether it is a Korean local government."""
        return self.country == "KR" and self.kind in LOCAL_GOVERNMENTS


@dataclass(frozen=True, slots=True)
class Candidate:
    """A body that a name may mean. confidence: 0 to 100; name: the name of it that fitted."""

    body_id: int
    confidence: int
    why: Why
    name: str


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """
    A place that a name may mean: where a tie was signed, or where a government to be made lies.

    confidence: 0 to 100; name: the name of it that fitted; names, above: (Korean, English), of it and its province
    """

    place_id: int
    confidence: int
    why: Why
    name: str
    names: tuple[str, str]
    above: tuple[str, str]
    country: str


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name in a file, in how many rows it stands, and what it may mean, best first."""

    use: NameUse
    rows: int
    candidates: tuple[Candidate, ...] = ()
    places: tuple[PlaceCandidate, ...] = ()

    @property
    def is_of_place(self) -> bool:
        """Tell whether it names a place and no government."""
        return self.use.side == "signed_at"

    @property
    def certain(self) -> Candidate | None:
        """The body that it means beyond doubt."""
        return first_alone(self.candidates)

    @property
    def certain_place(self) -> PlaceCandidate | None:
        """The place that it means beyond doubt."""
        return first_alone(self.places)

    @property
    def is_certain(self) -> bool:
        """Tell whether nobody needs to decide what it means."""
        return (self.certain_place if self.is_of_place else self.certain) is not None


def first_alone(candidates: Sequence[C]) -> C | None:
    """Return the first candidate, if it is sure and no other is as sure."""
    first = candidates[0] if candidates else None
    if first is None or first.confidence < CERTAIN:
        return None
    return first if len(candidates) == 1 or candidates[1].confidence < first.confidence else None


@dataclass
class BodyIndex:
    """The bodies of the registry by their names. own: bodies of the office that imports."""

    bodies: Mapping[int, BodyFact]
    own: frozenset[int] = frozenset()
    exact: dict[str, list[tuple[int, int, Why, str]]] = field(default_factory=lambda: defaultdict(list))
    loose: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    codes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._spelt: dict[str, dict[tuple[int, str], str]] = {}
        for body in self.bodies.values():
            for sure, why, names in ((SAME, "same", body.names), (OTHER_NAME, "other_name", body.other_names)):
                for name in names:
                    self.exact[fold(name)].append((body.id, sure, why, name))  # type: ignore[arg-type]  # literals
                    self.loose[fold_place(name)].append((body.id, name))
                    # 남양주 is 남양주시 without 시, not 남양 with 주 as folding alone would have it.
                    if _short(name) != name:
                        self.exact[fold(_short(name))].append((body.id, WITHOUT_SUFFIX, "without_suffix", name))
            for above in body.parent_names:
                for name in body.names:
                    for parent in {above, _short(above)}:
                        self.exact[fold(parent + name)].append((body.id, WITH_PARENT, "with_parent", name))
            if body.code:
                self.codes[body.code] = body.id

    def match(self, use: NameUse) -> tuple[Candidate, ...]:
        """Return what a name may mean, best first; names alike only where none is the same."""
        found: dict[int, Candidate] = {}
        for body_id, sure, why, name in self.exact.get(fold(use.text), ()):
            self._keep(found, use, Candidate(body_id, sure, why, name))
        for body_id, name in self.loose.get(fold_place(use.text), ()):
            self._keep(found, use, Candidate(body_id, WITHOUT_SUFFIX, "without_suffix", name))
        if not found:
            for candidate in self._alike(use):
                self._keep(found, use, candidate)
        ordered = sorted(found.values(), key=lambda each: (-each.confidence, each.body_id))
        return self._of_own(use, ordered)[:MOST_SHOWN]

    def _keep(self, found: dict[int, Candidate], use: NameUse, candidate: Candidate) -> None:
        known = found.get(candidate.body_id)
        if self._fits(use, candidate.body_id) and (known is None or known.confidence < candidate.confidence):
            found[candidate.body_id] = candidate

    def _fits(self, use: NameUse, body_id: int) -> bool:
        body = self.bodies[body_id]
        if use.side == "home":
            return body.is_home
        return not use.country or body.country == use.country

    def _of_own(self, use: NameUse, ordered: list[Candidate]) -> tuple[Candidate, ...]:
        """Return the candidates with the office's own government first, where it is among several of one name."""
        if use.side == "home" and len(ordered) > 1:
            for candidate in ordered:
                if candidate.body_id in self.own and candidate.confidence >= WITHOUT_SUFFIX:
                    mine = Candidate(candidate.body_id, SAME, "own", candidate.name)
                    return (mine, *(_less_sure(each) for each in ordered if each is not candidate))
        first = ordered[0].confidence if ordered else 0
        if sum(each.confidence == first for each in ordered) > 1:
            return tuple(_less_sure(each) for each in ordered)
        return tuple(ordered)

    def _alike(self, use: NameUse) -> list[Candidate]:
        """Return bodies whose names are spelt or sound alike; the fast comparison chooses, the fine one ranks."""
        names = self._names(use)
        wanted = fold_place(use.text)
        if not wanted or not names:
            return []
        near = process.extract(wanted, names, scorer=fuzz.ratio, limit=25, score_cutoff=45)
        sounds = process.extract(sound_of(use.text), self._sounds(use), scorer=fuzz.ratio, limit=25, score_cutoff=55)
        chosen = {each[2] for each in (*near, *sounds)}
        hits = rank(query=read_query(use.text), candidates=[_named(*each) for each in chosen], limit=MOST_SHOWN)
        return [
            Candidate(hit.place, min(CERTAIN - 1, round(hit.score)), _why(hit.reason), hit.matched_name)
            for hit in hits
            if hit.score >= LEAST
        ]

    def _names(self, use: NameUse) -> dict[tuple[int, str], str]:
        return self._table(f"{use.side}|{use.country}|spelling", use, fold_place)

    def _sounds(self, use: NameUse) -> dict[tuple[int, str], str]:
        return self._table(f"{use.side}|{use.country}|sound", use, sound_of)

    def _table(self, key: str, use: NameUse, form: object) -> dict[tuple[int, str], str]:
        if key not in self._spelt:
            self._spelt[key] = {
                (body.id, name): form(name)  # type: ignore[operator]  # one of two functions str -> str
                for body in self.bodies.values()
                if self._fits(use, body.id)
                for name in (*body.names, *body.other_names)
            }
        return self._spelt[key]


def match_names(*, index: BodyIndex, uses: Iterable[NameUse]) -> dict[str, NameMatch]:
    """Return every distinct name once, by its key, with its matches."""
    rows: dict[str, list[NameUse]] = defaultdict(list)
    for use in uses:
        rows[use.key].append(use)
    return {key: NameMatch(same[0], len(same), index.match(same[0])) for key, same in rows.items()}


def undecided(matches: Mapping[str, NameMatch], decisions: Mapping[str, str]) -> list[NameMatch]:
    """Return the names that somebody must decide about, the most frequent first."""
    waiting = [match for key, match in matches.items() if not match.is_certain and not decisions.get(key)]
    return sorted(waiting, key=lambda match: (-match.rows, match.use.text))


def _less_sure(candidate: Candidate) -> Candidate:
    return Candidate(candidate.body_id, min(candidate.confidence, OF_SEVERAL), candidate.why, candidate.name)


def _short(name: str) -> str:
    for suffix in ("특별자치도", "특별자치시", "특별시", "광역시", "도", "시", "군", "구", "현", "성"):
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name.removesuffix(suffix)
    return name


def _named(body_id: int, name: str) -> Named:
    form = search_form(name)
    return Named(body_id, name, True, 0, form.folded, form.initials, form.sound)


def _why(reason: Reason) -> Why:
    return "sound" if reason == Reason.SOUND else "spelling"


PLACE_WHYS: Final[Mapping[Reason, Why]] = {
    Reason.EXACT: "same",
    Reason.ALTERNATE: "other_name",
    Reason.PREFIX: "beginning",
    Reason.INITIALS: "beginning",
    Reason.SPELLING: "spelling",
    Reason.SOUND: "sound",
}
