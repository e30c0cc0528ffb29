"""The plan of an import: every row read, every name matched, every record found."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gagyo.accounts.choices import OfficeKind
from gagyo.common.rules import Actor
from gagyo.partnerships.choices import ImportSubject
from gagyo.partnerships.models import ImportBatch, ImportRow
from gagyo.partnerships.queries.imports.records import (
    bodies,
    countries,
    existing_projects,
    existing_ties,
    local_kinds,
    may_import_everything,
    places_named,
    ties_seen,
)
from gagyo.partnerships.rules.imports.matching import BodyFact, BodyIndex, NameMatch, match_names
from gagyo.partnerships.rules.imports.plans import Judge, NewBody, RowPlan
from gagyo.partnerships.rules.imports.reading import FileFacts, ParsedRow, read_row
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
    matches = match_names(index=index, uses=(use for row in parsed for use in (*row.home, *row.partners)))
    decisions: dict[str, str] = batch.choices.get("names", {})
    made = new_bodies(matches, decisions)
    judge = Judge(
        subject=batch.subject,
        bodies=known,
        own=own,
        office_id=batch.office_id or 0,
        office_name=str(batch.office),
        every_office=takes_every_office(batch, actor) and not own,
        matches=matches,
        decisions=decisions,
        new_bodies=made,
        language=actor.language,
        ties_seen=ties_seen(actor=actor, office_id=batch.office_id or 0, ids=_tie_ids(parsed)),
    )
    _tell_records(judge, batch, actor, parsed, index, today)
    rows = [judge.judge(row, index.codes) for row in parsed]
    return Plan(rows, matches, made, known, facts.countries)


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


def _tell_records(
    judge: Judge, batch: ImportBatch, actor: Actor, parsed: list[ParsedRow], index: BodyIndex, today: date
) -> None:
    """Let the judge know the records that the rows may mean."""
    homes: set[int] = set(judge.own)
    for row in parsed:
        sides = judge.parties_of(row, index.codes)
        homes.update(body for body in sides[0] if body > 0)
    ids = {row.record_id for row in parsed if row.record_id is not None}
    office = batch.office_id or 0
    if batch.subject == ImportSubject.TIES:
        judge.know(existing_ties(actor=actor, office_id=office, parties=homes, ids=ids))
    else:
        judge.know(existing_projects(actor=actor, office_id=office, parties=homes, ids=ids, today=today))


def new_bodies(matches: Mapping[str, NameMatch], decisions: Mapping[str, str]) -> dict[str, NewBody]:
    """Return the governments that the person wants made, by the key of their name, with their place if it is sure."""
    wanted = {
        key: (match.use.text, decisions[key][4:])
        for key, match in matches.items()
        if decisions.get(key, "").startswith("new:")
    }
    places = places_named(wanted={(country, text) for text, country in wanted.values()}) if wanted else {}
    return {
        key: NewBody(-number, text, country, places.get((country, text)))
        for number, (key, (text, country)) in enumerate(sorted(wanted.items()), 1)
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
