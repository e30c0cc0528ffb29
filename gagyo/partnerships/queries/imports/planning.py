"""The plan of an import: every row read, every name matched, every record found."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gagyo.accounts.choices import OfficeKind
from gagyo.common.rules import Actor
from gagyo.partnerships.choices import ImportSubject
from gagyo.partnerships.models import ImportBatch, ImportRow
from gagyo.partnerships.queries.imports.places import names_of_places, places_for
from gagyo.partnerships.queries.imports.records import (
    bodies,
    countries,
    existing_projects,
    existing_ties,
    local_kinds,
    may_import_everything,
    ties_seen,
)
from gagyo.partnerships.rules.imports.judging import Judge
from gagyo.partnerships.rules.imports.matching import BodyFact, BodyIndex, NameMatch, match_names
from gagyo.partnerships.rules.imports.plans import Existing, NewBody, RowPlan
from gagyo.partnerships.rules.imports.reading import FileFacts, NameUse, ParsedRow
from gagyo.partnerships.rules.imports.rows import read_row
from gagyo.partnerships.rules.imports.words import Countries

Tell = Callable[[int], None]
STEP = 500


@dataclass
class Plan:
    """What would become of all rows of an import; matches: every distinct name by its key."""

    rows: list[RowPlan]
    matches: Mapping[str, NameMatch]
    new_bodies: Mapping[str, NewBody]
    bodies: Mapping[int, BodyFact]
    countries: Countries


def silent(_done: int) -> None:
    """Tell nobody how far it is."""


def make_plan(*, batch: ImportBatch, actor: Actor, today: date, tell: Tell = silent) -> Plan:
    """
    Return what would become of each row now; nothing is written.

    tell: is called with the number of rows read so far
    """
    known = bodies()
    own = frozenset(pk for pk, body in known.items() if body.office_id == batch.office_id)
    index = BodyIndex(known, own)
    facts = file_facts(batch=batch, index=index, today=today, language=actor.language)
    parsed = list(_read(batch, facts, tell))
    judge = Judge(
        subject=batch.subject,
        bodies=known,
        own=own,
        office_id=batch.office_id or 0,
        office_name=str(batch.office),
        every_office=takes_every_office(batch, actor) and not own,
        decisions=batch.choices.get("names", {}),
        language=actor.language,
        ties_seen=ties_seen(actor=actor, office_id=batch.office_id or 0, ids=_tie_ids(parsed)),
    )
    _tell_numbered(judge, batch, actor, parsed, today)
    judge.matches = _matches(index, [use for row in parsed for use in judge.waits(row)])
    judge.new_bodies = new_bodies(judge.matches, judge.decisions)
    _tell_records(judge, batch, actor, parsed, index, today)
    judge.place_names = names_of_places(judge.places())
    rows = [judge.judge(row, index.codes) for row in parsed]
    return Plan(rows, judge.matches, judge.new_bodies, known, facts.countries)


def _matches(index: BodyIndex, uses: list[NameUse]) -> dict[str, NameMatch]:
    """Return what each distinct name may mean: a body, or a place of signing."""
    found = match_names(index=index, uses=(use for use in uses if use.side != "signed_at"))
    rows = Counter(use.key for use in uses if use.side == "signed_at")
    places = {use.key: use for use in uses if use.side == "signed_at"}
    return found | {key: NameMatch(use, rows[key], places=places_for(use)) for key, use in places.items()}


def takes_every_office(batch: ImportBatch, actor: Actor) -> bool:
    """Tell whether the rows go to the office of their own government: the operator imports into the association."""
    return batch.office is not None and batch.office.kind == OfficeKind.ASSOCIATION and may_import_everything(actor)


def file_facts(*, batch: ImportBatch, index: BodyIndex, today: date, language: str) -> FileFacts:
    """Return what holds for all rows of an import."""
    return FileFacts(
        subject=batch.subject,
        mapping=batch.mapping,
        headings=batch.headings,
        countries=countries(),
        today=today,
        language=language,
        kind=batch.choices.get("kind", ""),
        mend=bool(batch.choices.get("mend")),
        known_names=index.exact.keys(),
        local_kinds=local_kinds() if batch.subject == ImportSubject.TIES else {},
    )


def _read(batch: ImportBatch, facts: FileFacts, tell: Tell) -> Iterable[ParsedRow]:
    rows = ImportRow.objects.filter(batch=batch).order_by("number").values_list("number", "cells")
    for done, (number, cells) in enumerate(rows.iterator(chunk_size=2000)):
        if done % STEP == 0:
            tell(done)
        yield read_row(facts=facts, number=number, cells=cells)


def _tie_ids(parsed: Iterable[ParsedRow]) -> set[int]:
    return {row.values["tie_id"] for row in parsed if "tie_id" in row.values}


def _tell_numbered(judge: Judge, batch: ImportBatch, actor: Actor, parsed: Iterable[ParsedRow], today: date) -> None:
    """Let the judge know the records whose numbers the rows say."""
    judge.know(_existing(batch, actor, today, ids={row.record_id for row in parsed if row.record_id is not None}))


def _tell_records(
    judge: Judge, batch: ImportBatch, actor: Actor, parsed: list[ParsedRow], index: BodyIndex, today: date
) -> None:
    """Let the judge know the records that rows without a number may mean."""
    unnumbered = [row for row in parsed if row.record_id is None]
    homes: set[int] = set(judge.own) if unnumbered else set()
    for row in unnumbered:
        homes.update(body for body in judge.parties_of(row, index.codes)[0] if body > 0)
    judge.know(_existing(batch, actor, today, parties=homes))


def _existing(
    batch: ImportBatch, actor: Actor, today: date, *, parties: Collection[int] = (), ids: Collection[int] = ()
) -> Iterable[Existing]:
    office = batch.office_id or 0
    if batch.subject == ImportSubject.TIES:
        return existing_ties(actor=actor, office_id=office, parties=parties, ids=ids)
    return existing_projects(actor=actor, office_id=office, parties=parties, ids=ids, today=today)


def new_bodies(matches: Mapping[str, NameMatch], decisions: Mapping[str, str]) -> dict[str, NewBody]:
    """Return the governments that the person wants made, by the key of their name."""
    wanted = {
        key: (match.use.text, *decisions[key].removeprefix("new:").split(":"))
        for key, match in matches.items()
        if decisions.get(key, "").startswith("new:")
    }
    ordered = sorted(wanted.items())
    return {
        key: NewBody(-number, text, country, int(place[0]) if place else None)
        for number, (key, (text, country, *place)) in enumerate(ordered, 1)
    }


def rows_of(plan: Plan) -> list[dict[str, Any]]:
    """Return the stored columns of each row's preview."""
    return [
        {
            "number": each.row.number,
            "mark": each.mark.value,
            "messages": [problem.as_json() for problem in each.row.problems],
            "detail": {"name": each.name, "changes": {key: list(pair) for key, pair in each.changes.items()}},
            "record_id": each.record.id if each.record else None,
            "record_version": each.record.version if each.record else None,
        }
        for each in plan.rows
    ]
