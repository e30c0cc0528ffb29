"""What one row says of a tie or a project, with the facts in it that contradict each other."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from gagyo.kernels.tabular.dates import PartialDate
from gagyo.partnerships.choices import ImportSubject, ProjectState, TieState
from gagyo.partnerships.rules.imports.reading import FileFacts, ParsedRow, RowReader
from gagyo.partnerships.rules.imports.signatories import KEYS


def read_row(*, facts: FileFacts, number: int, cells: Sequence[Any]) -> ParsedRow:
    """Return what a row says, with everything that is wrong in it."""
    reader = RowReader(facts=facts, number=number, cells=cells)
    reader.row.record_id = reader.number_of_record("gagyo_id")
    reader.names()
    reader.kind()
    reader.choice("state")
    reader.choice("visibility")
    if facts.subject == ImportSubject.TIES:
        _read_tie(reader)
    else:
        _read_project(reader)
    return reader.row


def _read_tie(reader: RowReader) -> None:
    row = reader.row
    for key in ("local_kind_ko", "local_kind_en", "summary", "source", *KEYS):
        reader.words(key)
    reader.place_of_signing()
    reader.web_address("source_url")
    reader.choice("council_consent")
    reader.choices("fields")
    reader.year("planned_year")
    reader.yes_or_no("signed_online")
    signed = reader.partial_date("signed")
    if signed:
        row.values["signed"] = str(signed)
    reader.day("council_consent_on")
    reader.day("ended_on")
    _need(reader, "partner", filled=bool(row.partners))
    _need(reader, "kind", filled="kind" in row.values)
    _check_tie(reader, signed)


def _check_tie(reader: RowReader, signed: PartialDate | None) -> None:
    """Note facts of a tie that contradict each other."""
    values, today = reader.row.values, reader.facts.today
    state = values.get("state")
    if signed and signed.earliest > today:
        reader.note("signed_ahead", "signed", date=str(signed), state=TieState.PLANNED.value)
    elif signed and state in {TieState.PLANNED, TieState.TALKS}:
        reader.note("signed_though_ahead", "signed", state=state)
    if state == TieState.PLANNED and reader.row.record_id is None and "planned_year" not in values:
        reader.note("planned_without_year", "planned_year")
    end = values.get("ended_on")
    if end and signed and end < signed.earliest.isoformat():
        reader.note("ended_too_early", "ended_on", end=end, start=str(signed))
    elif end and end > today.isoformat():
        reader.note("ended_ahead", "ended_on", date=end)
    if end and state is None:
        values["state"] = TieState.ENDED.value
    elif end and state != TieState.ENDED:
        reader.note("ended_though_open", "ended_on", state=state)


def _read_project(reader: RowReader) -> None:
    row = reader.row
    for key in ("name_ko", "name_en", "outcome"):
        reader.words(key)
    for key in ("persons_out", "persons_in"):
        reader.count(key)
    reader.amount("budget_krw")
    reader.day("outcome_on")
    if len(reader.codes) == 1:
        row.values["country"] = reader.codes[0]
    tie = reader.number_of_record("tie_id")
    if tie is not None:
        row.values["tie_id"] = tie
    starts, ends = reader.day("starts_on"), reader.day("ends_on")
    if starts and reader.cell("ends_on") is None and row.record_id is None:
        row.values["ends_on"] = starts.isoformat()
    if starts and ends and ends < starts:
        reader.note("ended_too_early", "ends_on", end=ends.isoformat(), start=starts.isoformat())
    if starts and starts > reader.facts.today and "outcome" in row.values:
        reader.note("outcome_ahead", "outcome", date=starts.isoformat())
    _need(reader, "name_ko", filled="name_ko" in row.values)
    _need(reader, "kind", filled="kind" in row.values)
    _need(reader, "starts_on", filled="starts_on" in row.values)
    if "state" not in row.values and row.record_id is None and starts:
        row.values["state"] = _project_state(starts, ends or starts, today=reader.facts.today)


def _project_state(starts: date, ends: date, *, today: date) -> str:
    if starts > today:
        return ProjectState.PLANNED.value
    return ProjectState.RUNNING.value if ends >= today else ProjectState.DONE.value


def _need(reader: RowReader, key: str, *, filled: bool) -> None:
    """Note an empty cell, unless what stands in it was already named, or the row names its record."""
    if filled or reader.row.record_id is not None:
        return
    if not any(problem.key == key for problem in reader.row.problems):
        reader.note("missing", key)
