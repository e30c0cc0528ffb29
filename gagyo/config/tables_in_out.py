"""Tables in and out of Gagyo for the command line: the same actions and rows as the pages."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import override

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office, User
from gagyo.accounts.queries import actor_for, memberships_of
from gagyo.common.rules import ANYBODY, Actor, system
from gagyo.kernels.documents.sheet import Sheet
from gagyo.kernels.indicators.figure import Figure
from gagyo.kernels.indicators.words import Language
from gagyo.kernels.text.folding import fold
from gagyo.partnerships.actions.imports.apply import apply_import
from gagyo.partnerships.actions.imports.prepare import check_rows, headings_key, set_columns, start_import
from gagyo.partnerships.choices import ImportState, ImportSubject, ProjectKind, TieKind
from gagyo.partnerships.models import ImportBatch, ImportRow
from gagyo.partnerships.queries.directory_filter import ALL_STATES, TieFilter
from gagyo.partnerships.queries.directory_projects import PROJECTS, ProjectFilter
from gagyo.partnerships.queries.directory_sheet import ties_sheet
from gagyo.partnerships.queries.imports.batches import headings_of, remembered, shown_row
from gagyo.partnerships.queries.project_sheet import projects_sheet
from gagyo.partnerships.queries.projects import listed_projects
from gagyo.partnerships.rules.imports.columns import column_proposals
from gagyo.partnerships.rules.imports.fields import FIELDS
from gagyo.partnerships.views.open_data import written

Tell = Callable[[int, int], None]


class NoSuchPersonError(Exception):
    """No account or no office is called so."""


class UnknownFormatError(Exception):
    """The format is none that is written."""


class UnableToReadMapping(Exception):
    """The file that says which column holds what is no such file; the sentence says what to write."""


@dataclass
class Imported:
    """What a file came to: rows by mark, sentences about rows by their level, and whether rows were written."""

    batch_id: int
    state: str
    marks: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    applied: bool = False


def who_acts(*, email: str, office: str, today: date, label: str) -> Actor:
    """
    Return who acts: an account in one of its offices, or without an account the command itself in an office.

    office: its code or Korean name; may be empty for somebody in one office only
    :raises NoSuchPersonError: if there is none, or several and none is named
    """
    if email:
        return person(email=email, office=office, today=today)
    held = Office.objects.filter(Q(code=office) | Q(name_ko=office), archived_at=None).order_by("pk")
    if len(held) != 1:
        found = "No office is" if not held else "Several offices are"
        raise NoSuchPersonError(f"{found} called {office!r}. Give --office its code, or --as the account that acts.")
    return replace(system(label=label, channel="cli"), office_id=held[0].pk, office_label=held[0].name_ko)


def person(*, email: str, office: str, today: date) -> Actor:
    """
    Return an account in an office: the one named by its code or Korean name, or the only one.

    :raises NoSuchPersonError: if there is none, or several and none is named
    """
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    held = memberships_of(user=user, today=today) if user else []
    fitting = [each for each in held if not office or office in {each.office.code, each.office.name_ko}]
    if not user or not fitting:
        raise NoSuchPersonError(f"{email} has no account with such an office. See the list of members at /accounts/.")
    if len({each.office_id for each in fitting}) > 1:
        names = ", ".join(each.office.name_ko for each in fitting)
        raise NoSuchPersonError(f"{email} works in several offices ({names}). Name one with --office.")
    return actor_for(user=user, membership=fitting[0], channel="cli", ip="", request_id="", language=user.language)


def read_mapping(path: Path, *, subject: str) -> dict[str, str]:
    """
    Return field -> heading out of a JSON file such as {"partner": "도시명"}.

    :raises UnableToReadMapping: if it is no such file, or names a field that there is not
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, OSError) as error:
        raise UnableToReadMapping(f"{path} cannot be read as JSON: {error}. Write it as {{...}}.") from None
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        raise UnableToReadMapping(f'{path} must name a heading for each field, as in {{"partner": "도시명"}}.')
    known = [each.key for each in FIELDS[subject]]
    unknown = [key for key in found if key not in known]
    if unknown:
        raise UnableToReadMapping(
            f"{path} names {', '.join(unknown)}. The fields of {subject} are: {', '.join(known)}."
        )
    return {str(key): str(heading) for key, heading in found.items()}


def known_kind(kind: str, *, subject: str) -> str:
    """
    Return a kind for all rows of a file, or empty for none.

    :raises UnableToReadMapping: if there is no such kind
    """
    kinds = TieKind.values if subject == ImportSubject.TIES else ProjectKind.values
    if kind and kind not in kinds:
        raise UnableToReadMapping(f"There is no kind {kind} of {subject}. The kinds are: {', '.join(kinds)}.")
    return kind


def import_table(
    *,
    path: Path,
    subject: str,
    by: Actor,
    apply: bool,
    now: datetime,
    mapping: Mapping[str, str] | None = None,
    kind: str = "",
    visibility: str = Visibility.SHARED.value,
    tell: Tell | None = None,
) -> Imported:
    """
    Keep a file with its columns, check its rows, and write them if asked and nothing is wrong.

    subject: "ties" or "projects"; mapping: field -> heading, else as remembered or proposed
    kind: of rows without a column for it; tell: is called with the rows read so far, and all
    :raises UnableToReadFile: if it holds no table
    :raises UnableToImport: if a needed column is missing, or nothing can be written
    :raises UnableToReadMapping: if the file has no column of a heading
    :raises NotYoursError: if the person imports nothing for that office
    """
    with override(by.language):
        batch = start_import(
            data=path.read_bytes(),
            filename=path.name,
            subject=subject,
            office_id=by.office_id or 0,
            visibility=visibility,
            by=by,
            now=now,
        )
        columns = columns_of(batch, mapping)
        set_columns(batch_id=batch.pk, mapping=columns, kind=kind, expected=batch.version, by=by, now=now)
        total = batch.rows_total
        check_rows(batch_id=batch.pk, by=by, now=now, tell=lambda done: tell(done, total) if tell else None)
        batch.refresh_from_db()
        made = summed_up(batch)
        if apply and batch.state == ImportState.PREVIEW and not made.wrong:
            apply_import(batch_id=batch.pk, expected=batch.version, by=by, now=now)
            made.applied = True
    return made


def columns_of(batch: ImportBatch, wanted: Mapping[str, str] | None) -> dict[str, int]:
    """
    Return field -> column: as said, else as the office confirmed it, else as proposed.

    :raises UnableToReadMapping: if the file has no column of a heading
    """
    if wanted is None:
        known = remembered(office_id=batch.office_id, subject=batch.subject, headings=headings_key(batch.headings))
        proposals = column_proposals(batch.headings, subject=batch.subject, remembered=known)
        return {each.field: each.column for each in proposals if each.field}
    places = {fold(heading): column for column, heading in reversed(list(enumerate(batch.headings)))}
    missing = [heading for heading in wanted.values() if fold(heading) not in places]
    if missing:
        headings = ", ".join(filter(None, batch.headings))
        raise UnableToReadMapping(f"{batch.file.name} has no column {', '.join(missing)}. Its columns are: {headings}.")
    return {key: places[fold(heading)] for key, heading in wanted.items()}


def summed_up(batch: ImportBatch) -> Imported:
    """Return what the preview of an import says."""
    rows = ImportRow.objects.filter(batch=batch).order_by("number")
    headings = headings_of(batch)
    made = Imported(batch.pk, batch.state, Counter(rows.values_list("mark", flat=True)))
    for row in rows.exclude(messages=[]).iterator(chunk_size=1000):
        for each in shown_row(row, batch=batch, headings=headings).sentences:
            (made.wrong if each.level == "wrong" else made.notes).append(each.text)
    return made


def export_table(*, path: Path, subject: str, by: Actor | None, form: str, language: str, now: datetime) -> int:
    """
    Write ties or projects and return how many: those of the actor's office, whatever their state, or public ones.

    form: csv, xlsx or json; empty for what the file's name ends in
    :raises UnknownFormatError: if it is none of these
    """
    actor, today = by or ANYBODY, timezone.localdate(now)
    with override(language):
        make = _ties if subject == ImportSubject.TIES else _projects
        sheet, figure = make(actor, today, language)
        wanted = form or path.suffix.removeprefix(".").lower()
        try:
            body = written(sheet, form=wanted, figure=figure)
        except Http404:
            name = form or path.name
            raise UnknownFormatError(f"{name} is no format that is written: csv, xlsx or json.") from None
    path.write_bytes(body)
    return int(figure.value or 0)


def _ties(actor: Actor, today: date, language: str) -> tuple[Sheet, Figure]:
    wanted = TieFilter(own=True, state=ALL_STATES) if actor.office_id else TieFilter()
    spoken: Language = "en" if language == "en" else "ko"
    return ties_sheet(actor=actor, wanted=wanted, today=today, sort="", language=spoken, filter_words=[])


def _projects(actor: Actor, today: date, _language: str) -> tuple[Sheet, Figure]:
    wanted = ProjectFilter(own=True, state=ALL_STATES) if actor.office_id else ProjectFilter()
    rows = listed_projects(actor=actor, wanted=wanted, result="", sort="", today=today)
    figure = Figure(rows.count(), "project", today, PROJECTS, wanted.href())
    return projects_sheet(rows=rows, actor=actor, today=today, filter_words=[]), figure
