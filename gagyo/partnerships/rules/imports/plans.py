"""What would become of each row: new, changed, same, duplicate or wrong, against the records that are there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from gagyo.kernels.text.folding import fold
from gagyo.partnerships.choices import ImportSubject, RowMark, TieState
from gagyo.partnerships.rules.imports.matching import CERTAIN, BodyFact, NameMatch
from gagyo.partnerships.rules.imports.problems import Problem
from gagyo.partnerships.rules.imports.reading import NameUse, ParsedRow

NOT_YET: Final = frozenset({TieState.PLANNED.value, TieState.TALKS.value})


@dataclass(frozen=True)
class Existing:
    """
    A record that is there.

    parties: body ids in their order (of a project: its lead, then its partners); facts: by the same keys as rows
    also: other values that say the same, such as a translation, or the state that a project has by its dates
    """

    id: int
    version: int
    office_id: int | None
    owner: str
    name: str
    parties: tuple[int, ...]
    facts: Mapping[str, Any]
    also: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class NewBody:
    """A foreign local government that the person wants made. number: a stand-in id, below 0."""

    number: int
    text: str
    country: str
    place_id: int | None


@dataclass
class RowPlan:
    """What would become of a row. changes: field -> (before, after); parties: body ids, new ones below 0."""

    row: ParsedRow
    mark: RowMark = RowMark.NEW
    name: str = ""
    parties: tuple[int, ...] = ()
    record: Existing | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    office_id: int | None = None

    def wrong(self, code: str, key: str = "", **params: Any) -> None:
        """Note that the row cannot be imported."""
        self.row.problems.append(Problem("wrong", code, key, params))
        self.mark = RowMark.WRONG


@dataclass
class Judge:
    """
    Decides about rows, one after another.

    decisions: key of a name -> "body:12" or "new:GB"; office_id: the office for which the rows are imported
    every_office: the operator's own office takes rows of all governments
    """

    subject: str
    bodies: Mapping[int, BodyFact]
    own: frozenset[int]
    office_id: int
    office_name: str
    every_office: bool
    matches: Mapping[str, NameMatch]
    decisions: Mapping[str, str]
    new_bodies: Mapping[str, NewBody]
    language: str
    ties_seen: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        self._by_id: dict[int, Existing] = {}
        self._by_parties: dict[frozenset[int], list[Existing]] = defaultdict(list)
        self._seen: dict[Any, RowPlan] = {}
        self._claimed: dict[int, RowPlan] = {}
        self._names = {each.number: each.text for each in self.new_bodies.values()}

    def know(self, existing: Iterable[Existing]) -> None:
        """Take note of the records that are there."""
        for each in existing:
            self._by_id[each.id] = each
            key = frozenset(each.parties if self.subject == ImportSubject.TIES else each.parties[:1])
            self._by_parties[key].append(each)

    def body_for(self, use: NameUse) -> int | None:
        """Return the body that a name was decided or found to mean."""
        decided = self.decisions.get(use.key, "")
        if decided.startswith("body:") and int(decided[5:]) in self.bodies:
            return int(decided[5:])
        if use.key in self.new_bodies:
            return self.new_bodies[use.key].number
        match = self.matches.get(use.key)
        return match.certain.body_id if match and match.certain else None

    def parties_of(self, row: ParsedRow, codes: Mapping[str, int]) -> tuple[list[int], list[int], list[NameUse]]:
        """Return the bodies of both sides, and the names about which nobody has decided."""
        by_code = codes.get(row.home_code)
        home: list[int | None] = [self.body_for(use) for use in row.home]
        if by_code and len(row.home) <= 1:
            home = [by_code]
        partners = [self.body_for(use) for use in row.partners]
        pairs = [*zip(row.home, home, strict=False), *zip(row.partners, partners, strict=True)]
        unknown = [use for use, body in pairs if body is None]
        sides = [body for body in home if body is not None], [body for body in partners if body is not None]
        return (*sides, unknown)

    def judge(self, row: ParsedRow, codes: Mapping[str, int]) -> RowPlan:
        """Return what would become of a row."""
        plan = RowPlan(row)
        home, partners, unknown = self.parties_of(row, codes)
        for use in unknown:
            self._undecided(plan, use)
        if not home and not row.home:
            home = sorted(self.own)[:1]
        plan.parties = tuple(dict.fromkeys([*home, *partners]))
        plan.name = self._name(plan, home, partners)
        self._check_sides(plan, home, partners)
        if row.is_wrong:
            plan.mark = RowMark.WRONG
            return plan
        self._compare(plan, home)
        return plan

    def _undecided(self, plan: RowPlan, use: NameUse) -> None:
        match = self.matches.get(use.key)
        if match and match.candidates:
            first = match.candidates[0]
            plan.wrong(
                "name_likely",
                use.side,
                text=use.text,
                likely=self.body_name(first.body_id),
                confidence=first.confidence,
            )
        else:
            plan.wrong("name_undecided", use.side, text=use.text)

    def _check_sides(self, plan: RowPlan, home: list[int], partners: list[int]) -> None:
        for body in set(home) & set(partners):
            plan.wrong("same_party", "partner", body=self.body_name(body))
        if not home and not plan.row.record_id and not any(p.key == "home" for p in plan.row.problems):
            plan.wrong("missing", "home")
        offices = [self.bodies[body].office_id for body in home if body in self.bodies]
        others = [body for body in home if body in self.bodies and body not in self.own]
        if self.every_office:
            plan.office_id = next((each for each in offices if each), self.office_id)
            return
        plan.office_id = self.office_id
        mine = [body for body in (*home, *partners) if body in self.own]
        named = self._by_id.get(plan.row.record_id or 0)
        if named and named.office_id == self.office_id:
            return
        foreign = others if self.own else [body for body in others if self.bodies[body].office_id]
        if foreign and not mine:
            plan.wrong("not_yours", "home", body=self.body_name(foreign[0]), office=self.office_name)

    def _compare(self, plan: RowPlan, home: list[int]) -> None:
        """Find the record that the row means, and decide."""
        row = plan.row
        if "tie_id" in row.values and row.values["tie_id"] not in self.ties_seen:
            plan.wrong("tie_unknown", "tie_id", id=row.values["tie_id"])
        elif row.record_id is not None and row.record_id not in self._by_id:
            plan.wrong("id_unknown", "gagyo_id", id=row.record_id)
        elif self._twice(plan):
            return
        elif row.record_id is not None:
            self._against(plan, self._by_id[row.record_id])
        else:
            self._by_identity(plan)

    def _twice(self, plan: RowPlan) -> bool:
        """Mark a row that stands in the file already."""
        row = plan.row
        key: Any = row.record_id if row.record_id is not None else self._identity(plan)
        first = self._seen.setdefault(key, plan)
        if first is plan:
            return False
        if row.record_id is not None and (first.row.values, first.parties) != (row.values, plan.parties):
            plan.wrong("id_twice", "gagyo_id", id=row.record_id, row=first.row.number)
            return True
        plan.mark, plan.record = RowMark.DUPLICATE, first.record
        row.problems.append(Problem("note", "twice_in_file", "", {"row": first.row.number}))
        return True

    def _identity(self, plan: RowPlan) -> tuple[Any, ...]:
        values = plan.row.values
        if self.subject == ImportSubject.TIES:
            return (frozenset(plan.parties), values.get("kind"), values.get("signed"))
        return (plan.parties[:1], fold(values.get("name_ko", "")), values.get("starts_on"))

    def _by_identity(self, plan: RowPlan) -> None:
        fitting = self._fitting(plan)
        if len(fitting) > 1:
            ids = ", ".join(str(each.id) for each in fitting[:5])
            plan.wrong("several_fit", "gagyo_id", count=len(fitting), ids=ids)
        elif fitting:
            self._against(plan, fitting[0])
            self._other_spelling(plan, fitting[0])
        else:
            self._new(plan)

    def _fitting(self, plan: RowPlan) -> list[Existing]:
        """Return the records that a row without a number may mean; the closest date alone, where one is exact."""
        values = plan.row.values
        if self.subject == ImportSubject.TIES:
            same = [
                each
                for each in self._by_parties.get(frozenset(plan.parties), [])
                if each.facts.get("kind") == values.get("kind")
                and compatible(values.get("signed"), each.facts.get("signed"))
            ]
            exact = [each for each in same if each.facts.get("signed") == values.get("signed")]
            return exact if len(exact) == 1 else same
        name = fold(values.get("name_ko", ""))
        return [
            each
            for each in self._by_parties.get(frozenset(plan.parties[:1]), [])
            if fold(each.facts["name_ko"]) == name and each.facts["starts_on"] == values.get("starts_on")
        ]

    def _against(self, plan: RowPlan, record: Existing) -> None:
        """Decide between same and changed."""
        plan.record, plan.office_id = record, record.office_id
        first = self._claimed.setdefault(record.id, plan)
        if first is not plan:
            plan.mark = RowMark.DUPLICATE
            plan.row.problems.append(Problem("note", "twice_in_file", "", {"row": first.row.number}))
            return
        if not self.every_office and record.office_id != self.office_id:
            plan.wrong("record_not_yours", "gagyo_id", id=record.id, owner=record.owner)
            return
        for key, after in plan.row.values.items():
            before = record.facts.get(key)
            if key == "signed" and vaguer(after, before):
                continue
            if before != after and (key not in record.also or after not in record.also[key]):
                plan.changes[key] = (before, after)
        said = plan.parties if plan.row.partners and plan.row.home else ()
        if said and self._parties_differ(said, record):
            plan.changes["partner"] = (self._named(record.parties), self._named(said))
        plan.mark = RowMark.CHANGED if plan.changes else RowMark.SAME
        self._check_change(plan, record)

    def _parties_differ(self, said: tuple[int, ...], record: Existing) -> bool:
        return frozenset(said) != frozenset(record.parties)

    def _check_change(self, plan: RowPlan, record: Existing) -> None:
        """Refuse a change that contradicts what stays recorded."""
        facts = {**record.facts, **plan.row.values}
        start, end = facts.get("signed") or facts.get("starts_on"), facts.get("ended_on") or facts.get("ends_on")
        key = "ended_on" if self.subject == ImportSubject.TIES else "ends_on"
        if start and end and end < str(start)[: len(end)]:
            plan.wrong("ended_too_early", key, end=end, start=start)
        if facts.get("state") in NOT_YET and facts.get("signed") and plan.changes:
            plan.wrong("signed_though_ahead", "state", state=facts["state"])

    def _other_spelling(self, plan: RowPlan, record: Existing) -> None:
        """Mark a row as a duplicate where its names had to be decided, or the name of a project is spelt otherwise."""
        if plan.mark not in {RowMark.SAME, RowMark.CHANGED}:
            return
        uses = (*plan.row.home, *plan.row.partners)
        decided = any(not self._is_certain(use) for use in uses)
        renamed = "name_ko" in plan.changes
        if not decided and not renamed:
            return
        differs = [key for key in plan.changes if key != "name_ko"]
        code = "there_already_differs" if differs else "there_already"
        params: dict[str, Any] = {"name": record.name, "id": record.id}
        if differs:
            params["fields"] = differs
        plan.row.problems.append(Problem("note", code, "", params))
        plan.mark, plan.changes = RowMark.DUPLICATE, {}

    def _is_certain(self, use: NameUse) -> bool:
        match = self.matches.get(use.key)
        return bool(match and match.candidates and match.candidates[0].confidence >= CERTAIN) or bool(
            match and match.certain
        )

    def _new(self, plan: RowPlan) -> None:
        plan.mark = RowMark.NEW
        if self.subject != ImportSubject.TIES:
            return
        kind = plan.row.values.get("kind")
        for each in self._by_parties.get(frozenset(plan.parties), []):
            if each.facts.get("kind") == kind:
                signed = each.facts.get("signed") or "?"
                params = {"name": each.name, "id": each.id, "date": signed}
                plan.row.problems.append(Problem("warning", "tied_again", "signed", params))
                return

    def body_name(self, body: int) -> str:
        """Return a body's name in the language of the batch."""
        if body not in self.bodies:
            return self._names.get(body, str(body))
        names = self.bodies[body].names
        return names[0] if self.language.startswith("ko") or len(names) == 1 else names[1]

    def _named(self, parties: Sequence[int]) -> str:
        return " – ".join(self.body_name(body) for body in parties)

    def _name(self, plan: RowPlan, home: list[int], partners: list[int]) -> str:
        if self.subject == ImportSubject.PROJECTS and plan.row.values.get("name_ko"):
            return str(plan.row.values["name_ko"])
        if plan.row.record_id is not None and plan.row.record_id in self._by_id:
            return self._by_id[plan.row.record_id].name
        texts = [use.text for use in (*plan.row.home, *plan.row.partners)]
        return self._named([*home, *partners]) if home and partners else " – ".join(texts)


def compatible(one: str | None, other: str | None) -> bool:
    """Tell whether two dates can be the same day: 1996 and 1996-05-03 can, and nothing with anything."""
    return not one or not other or one.startswith(other) or other.startswith(one)


def vaguer(said: str | None, recorded: str | None) -> bool:
    """Tell whether a date in a file says less than what is recorded already."""
    return bool(said and recorded and recorded.startswith(said))


def is_domestic(parties: Sequence[int], bodies: Mapping[int, BodyFact]) -> bool:
    """Tell whether all parties are Korean."""
    return all(body in bodies and bodies[body].country == "KR" for body in parties)


def first_day(signed: str) -> date:
    """Return the first day of what is known of a date."""
    year, month, day = [*map(int, signed.split("-")), 1, 1][:3]
    return date(year, month, day)


def precision(signed: str) -> str:
    """Return how much of a date is known."""
    return ("year", "month", "day")[signed.count("-")]
