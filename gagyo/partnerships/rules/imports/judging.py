"""Deciding what would become of each row, against the records that are there."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from gagyo.kernels.text.folding import fold
from gagyo.partnerships.choices import ImportSubject, RowMark, TieState
from gagyo.partnerships.rules.imports.fields import LONGEST_SIGNATORY
from gagyo.partnerships.rules.imports.matching import CERTAIN, BodyFact, NameMatch
from gagyo.partnerships.rules.imports.plans import Existing, NewBody, RowPlan, compatible, vaguer
from gagyo.partnerships.rules.imports.problems import Problem
from gagyo.partnerships.rules.imports.reading import NameUse, ParsedRow
from gagyo.partnerships.rules.imports.signatories import SIDES, SPLIT, parted

NOT_YET: Final = frozenset({TieState.PLANNED.value, TieState.TALKS.value})


@dataclass
class Judge:
    """
    Decides about rows, one after another.

    decisions: key of a name -> "body:12", "place:7", "new:GB" or "new:GB:7"
    office_id: the office for which the rows are imported
    every_office: the operator's own office takes rows of all governments
    """

    subject: str
    bodies: Mapping[int, BodyFact]
    own: frozenset[int]
    office_id: int
    office_name: str
    every_office: bool
    decisions: Mapping[str, str]
    language: str
    ties_seen: frozenset[int] = frozenset()
    matches: Mapping[str, NameMatch] = field(default_factory=dict)
    new_bodies: Mapping[str, NewBody] = field(default_factory=dict)
    place_names: Mapping[int, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_id: dict[int, Existing] = {}
        self._by_parties: dict[frozenset[int], list[Existing]] = defaultdict(list)
        self._seen: dict[Any, RowPlan] = {}
        self._claimed: dict[int, RowPlan] = {}
        self._folded: dict[int, frozenset[str]] = {}

    def know(self, existing: Iterable[Existing]) -> None:
        """Take note of the records that are there."""
        for each in existing:
            if each.id in self._by_id:
                continue
            self._by_id[each.id] = each
            key = frozenset(each.parties if self.subject == ImportSubject.TIES else each.parties[:1])
            self._by_parties[key].append(each)

    def places(self) -> set[int]:
        """Return the places of signing that may have to be named."""
        known = {each.facts.get("signed_at") for each in self._by_id.values()}
        found = {match.certain_place.place_id for match in self.matches.values() if match.certain_place}
        decided = {int(each[6:]) for each in self.decisions.values() if each.startswith("place:")}
        return {place for place in known if place is not None} | found | decided

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
        home, partners = ([*map(self._bodies_for(row), uses)] for uses in (row.home, row.partners))
        unknown = [use for use, found in zip((*row.home, *row.partners), (*home, *partners), strict=True) if not found]
        if by_code and len(row.home) <= 1:
            unknown = [use for use in unknown if use.side != "home"]
            home = [(by_code,)]
        return [body for found in home for body in found], [body for found in partners for body in found], unknown

    def _bodies_for(self, row: ParsedRow) -> Callable[[NameUse], tuple[int, ...]]:
        """Return how names of a row are read: a party of the record that it numbers goes before every other."""
        pinned = self.pinned(row)

        def found(use: NameUse) -> tuple[int, ...]:
            body = None if use in pinned else self.body_for(use)
            return pinned.get(use, (body,) if body is not None else ())

        return found

    def pinned(self, row: ParsedRow) -> dict[NameUse, tuple[int, ...]]:
        """Return the names of a row that are names of parties of the record that it numbers."""
        record = self._by_id.get(row.record_id or 0)
        found: dict[NameUse, tuple[int, ...]] = {}
        if record is None:
            return found
        for uses, bodies in zip((row.home, row.partners), record.sides, strict=True):
            for use in uses:
                named = tuple(body for body in bodies if fold(use.text) in self._names_of(body))
                if named:
                    found[use] = named
        return found

    def _names_of(self, body: int) -> frozenset[str]:
        if body not in self._folded:
            fact = self.bodies.get(body)
            self._folded[body] = frozenset(map(fold, (*fact.names, *fact.other_names) if fact else ()))
        return self._folded[body]

    def waits(self, row: ParsedRow) -> list[NameUse]:
        """Return the names of a row that must be matched: those that do not stand for what its record has."""
        pinned = self.pinned(row)
        uses = [use for use in (*row.home, *row.partners) if use not in pinned]
        place = row.signed_at
        return [*uses, place] if place and not self._same_place(row) else uses

    def _same_place(self, row: ParsedRow) -> bool:
        record = self._by_id.get(row.record_id or 0)
        return bool(record and row.signed_at and fold(row.signed_at.text) in record.place_names)

    def _find_place(self, plan: RowPlan) -> None:
        """Put the place of signing that was found or decided into the row's values."""
        use = plan.row.signed_at
        if use is None or self._same_place(plan.row):
            return
        match = self.matches.get(use.key)
        decided = self.decisions.get(use.key, "")
        if decided.startswith("place:"):
            plan.row.values["signed_at"] = int(decided[6:])
        elif match and match.certain_place:
            plan.row.values["signed_at"] = match.certain_place.place_id
        else:
            self._undecided(plan, use)

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
        plan.sides = (tuple(home), tuple(partners))
        self._check_sides(plan, home, partners)
        self._find_place(plan)
        if row.is_wrong:
            plan.mark = RowMark.WRONG
            return plan
        self._compare(plan, home)
        return plan

    def _undecided(self, plan: RowPlan, use: NameUse) -> None:
        match = self.matches.get(use.key)
        if match and match.is_of_place:
            self._undecided_place(plan, match)
        elif match and match.candidates:
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

    def _undecided_place(self, plan: RowPlan, match: NameMatch) -> None:
        text = match.use.text
        for first in match.places[:1]:
            likely = self.in_language(first.names)
            plan.wrong("place_likely", "signed_at", text=text, likely=likely, confidence=first.confidence)
            return
        plan.wrong("place_undecided", "signed_at", text=text)

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
        if not (plan.row.home and plan.row.partners):
            plan.sides = record.sides
        self._check_signatories(plan)
        if plan.mark == RowMark.WRONG:
            return
        for key, after in plan.row.values.items():
            before = record.facts.get(key)
            if key == "signed" and vaguer(after, before):
                continue
            if before != after and (key not in record.also or after not in record.also[key]):
                plan.changes[key] = (before, after)
        if "signed_at" in plan.changes:
            was = self.place_names.get(record.facts.get("signed_at") or 0, ("", ""))
            now = self.place_names.get(plan.row.values["signed_at"], ("", ""))
            plan.changes["signed_at"] = (self.in_language(was), self.in_language(now))
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

    def _check_signatories(self, plan: RowPlan) -> None:
        """Refuse names of signatories that do not fit the parties of their side; what is recorded so is let be."""
        for side, bodies in zip(SIDES, plan.sides, strict=True):
            for key in (f"signatory_{side}", f"signatory_{side}_title"):
                text = plan.row.values.get(key, "")
                if not text or (plan.record and plan.record.facts.get(key) == text):
                    continue
                names = parted(text, parties=len(bodies))
                longest = max(map(len, names or ()), default=0)
                if names is None:
                    count = len(text.split(SPLIT.strip()))
                    plan.wrong("signatories_differ", key, text=text, count=count, parties=len(bodies))
                elif longest > LONGEST_SIGNATORY:
                    plan.wrong("too_long", key, length=longest, most=LONGEST_SIGNATORY)

    def _new(self, plan: RowPlan) -> None:
        plan.mark = RowMark.NEW
        if self.subject != ImportSubject.TIES:
            return
        self._check_signatories(plan)
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
            return next((each.text for each in self.new_bodies.values() if each.number == body), str(body))
        names = self.bodies[body].names
        return self.in_language((names[0], names[1] if len(names) > 1 else ""))

    def in_language(self, names: tuple[str, str]) -> str:
        """Return the one of two names (Korean, English) that the person reads."""
        return names[0] if self.language.startswith("ko") or not names[1] else names[1]

    def _named(self, parties: Sequence[int]) -> str:
        return " – ".join(self.body_name(body) for body in parties)

    def _name(self, plan: RowPlan, home: list[int], partners: list[int]) -> str:
        if self.subject == ImportSubject.PROJECTS and plan.row.values.get("name_ko"):
            return str(plan.row.values["name_ko"])
        if plan.row.record_id is not None and plan.row.record_id in self._by_id:
            return self._by_id[plan.row.record_id].name
        texts = [use.text for use in (*plan.row.home, *plan.row.partners)]
        return self._named([*home, *partners]) if home and partners else " – ".join(texts)
